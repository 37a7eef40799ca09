/// One of the 26 training jobs of Gavel's workload (OSDI 2020, Table 2), in the order of its job table.
///
/// The order matters: a workload draws an index into it. The command fields are what Gavel's traces
/// carry; a simulation does not run them.
public struct JobTemplate: Sendable, Equatable {
    /// Name with the batch size, for example `LM (batch size 5)`.
    public let model: String
    /// Whether the model can train on several GPUs.
    let isDistributed: Bool
    /// Command line of the training program; `%s` stands for the data folder.
    public let command: String
    /// Folder of the training program.
    public let workingDirectory: String
    /// Flag that carries the number of steps.
    public let stepsFlag: String
    /// Whether the command needs the data folder.
    public let needsDataDirectory: Bool

    /// All 26, indices as in Gavel.
    public static let all: [JobTemplate] =
        family("ResNet-18", [16, 32, 64, 128, 256], "image_classification/cifar10", "--num_steps") {
            "python3 main.py --data_dir=%s/cifar10 --batch_size \($0)"
        }
        + family("ResNet-50", [16, 32, 64, 128], "image_classification/imagenet", "--num_minibatches") {
            "python3 main.py -j 8 -a resnet50 -b \($0) %s/imagenet/"
        }
        + family("Transformer", [16, 32, 64, 128, 256], "translation", "-step") {
            "python3 train.py -data %s/translation/multi30k.atok.low.pt -batch_size \($0) -proj_share_weight"
        }
        + family("LM", [5, 10, 20, 40, 80], "language_modeling", "--steps") {
            "python main.py --cuda --data %s/wikitext2 --batch_size \($0)"
        }
        + family(
            "Recommendation", [512, 1024, 2048, 4096, 8192], "recommendation", "-n", isDistributed: false
        ) {
            "python3 train.py --data_dir %s/ml-20m/pro_sg/ --batch_size \($0)"
        } + [
            JobTemplate(
                model: "A3C", isDistributed: false,
                command: "python3 main.py --env PongDeterministic-v4 --workers 4 --amsgrad True",
                workingDirectory: "rl", stepsFlag: "--max-steps", needsDataDirectory: false),
            JobTemplate(
                model: "CycleGAN", isDistributed: false,
                command: "python3 cyclegan.py --dataset_path %s/monet2photo --decay_epoch 0",
                workingDirectory: "cyclegan", stepsFlag: "--n_steps", needsDataDirectory: true),
        ]

    /// The template of a model, if it is one of the 26.
    public static func named(_ model: String) -> JobTemplate? { all.first { $0.model == model } }

    private static func family(
        _ name: String, _ batchSizes: [Int], _ directory: String, _ flag: String, isDistributed: Bool = true,
        command: (Int) -> String
    ) -> [JobTemplate] {
        batchSizes.map { batchSize in
            JobTemplate(
                model: "\(name) (batch size \(batchSize))", isDistributed: isDistributed,
                command: command(batchSize), workingDirectory: directory, stepsFlag: flag,
                needsDataDirectory: true)
        }
    }
}
