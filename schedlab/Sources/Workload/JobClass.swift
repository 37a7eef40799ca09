/// What determines a job's speed on each GPU type: its model and how many GPUs it takes.
///
/// Jobs of one class are twins: the same rates and the same demand.
public struct JobClass: Hashable, Sendable {
    /// Name of the model, for example `LM (batch size 5)`.
    public let model: String
    /// GPUs that the job takes at once (Gavel's scale factor), >= 1.
    public let scaleFactor: Int

    /// Names a class.
    public init(model: String, scaleFactor: Int) {
        self.model = model
        self.scaleFactor = scaleFactor
    }
}
