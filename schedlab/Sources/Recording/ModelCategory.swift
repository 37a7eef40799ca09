/// What kind of model a job trains, by the model's name; the words are those of the `.viz.bin` form.
public enum ModelCategory: String, CaseIterable, Sendable {
    /// Residual networks.
    case resnet
    /// VGG networks.
    case vgg
    /// Inception networks.
    case inception
    /// Transformers for translation.
    case transformer
    /// Language models.
    case languageModel = "language_model"
    /// Recommenders.
    case recommendation
    /// Pictures made from pictures.
    case cyclegan
    /// Everything else.
    case other

    /// What names of models of a category hold, as small letters without anything else.
    ///
    /// The first that is found decides. BERT counts as a transformer and GPT as a language model, as in the author's converter.
    private static let marks: [(mark: String, category: ModelCategory)] = [
        ("languagemodel", .languageModel), ("resnet", .resnet), ("vgg", .vgg), ("inception", .inception),
        ("cyclegan", .cyclegan), ("recommend", .recommendation), ("transformer", .transformer),
        ("bert", .transformer), ("gpt", .languageModel),
    ]
    /// Too short to be looked for inside other words.
    private static let languageModelWord = "lm"

    /// The category of a model.
    ///
    /// - Parameter model: Its name, also with a batch size behind it: `ResNet-18 (batch size 64)`.
    public init(model: String) {
        let name = model.prefix { $0 != "(" }.lowercased()
        let letters = name.filter { ("a"..."z").contains($0) }
        if let found = Self.marks.first(where: { letters.contains($0.mark) }) {
            self = found.category
            return
        }
        let words = name.split { !("a"..."z").contains($0) }
        self = words.contains { $0 == Self.languageModelWord } ? .languageModel : .other
    }
}
