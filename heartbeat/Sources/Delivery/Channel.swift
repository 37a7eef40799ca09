/// A road on which letters leave.
public protocol Channel: Sendable {
    /// Whether the other side knows a letter again by its id, so that it may be repeated without harm.
    var recognizesRepeats: Bool { get }

    /// Sends a letter once; ends by its time limit.
    func send(_ letter: Letter) async -> SendResult

    /// What is wrong with the road before anything is sent; nil = nothing that can be seen.
    func problem() async -> String?
}

/// How a try ended.
public enum SendResult: Equatable, Sendable {
    /// The other side took it; the reference is its name there.
    case accepted(reference: String?)
    /// It will never be taken.
    case refused(String)
    /// It was not taken; later perhaps. Seconds = as long as the other side asks to wait.
    case notNow(String, afterSeconds: Int? = nil)
    /// Nothing will be taken until somebody mends the credential.
    case unauthorized(String)
    /// Nobody knows whether it was taken.
    case unknown(String, tookTooLong: Bool = false)
}
