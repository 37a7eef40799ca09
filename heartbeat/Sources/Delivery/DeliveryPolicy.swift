/// What follows from the end of a try.
public enum DeliveryPolicy {
    /// Tries of a message before it is given up.
    static let tryLimit = 8
    /// For how long a route rests whose credential is refused, in seconds.
    static let breakerSeconds = 3600
    /// Shortest and longest wait between tries, in seconds.
    static let waitSeconds = 5...900
    /// Tries of unknown end of a letter that the other side would show twice.
    public static let uncertainLimit = 2

    /// The next step of a message.
    public enum Step: Equatable, Sendable {
        /// It was taken.
        case accept(reference: String?)
        /// It is given up.
        case bury(String)
        /// It is tried again; `routeOpensAt` = nothing else of the route before.
        case retry(at: Int, String, isUncertain: Bool, routeOpensAt: Int?)
    }

    /// The step after a try.
    ///
    /// - Parameters:
    ///   - result: How the try ended.
    ///   - id: The message; its waits differ from those of others.
    ///   - tries: Tries so far, this one among them.
    ///   - uncertain: Tries of unknown end so far, this one not among them.
    ///   - recognizesRepeats: Whether the other side knows repeats.
    ///   - now: Seconds since 1970.
    /// - Returns: The step.
    public static func step(
        after result: SendResult, id: String, tries: Int, uncertain: Int, recognizesRepeats: Bool, now: Int
    ) -> Step {
        let wait = waitSeconds(id: id, tries: tries)
        switch result {
        case .accepted(let reference): return .accept(reference: reference)
        case .refused(let reason): return .bury(reason)
        case .unauthorized(let reason) where tries < tryLimit:
            let end = now + breakerSeconds
            return .retry(at: end, reason, isUncertain: false, routeOpensAt: end)
        case .notNow(let reason, let asked) where tries < tryLimit:
            return .retry(
                at: now + max(wait, asked ?? 0), reason, isUncertain: false,
                routeOpensAt: asked.map { now + $0 })
        case .unknown(let reason, _) where !recognizesRepeats && uncertain + 1 >= uncertainLimit:
            return .bury("\(reason); it may have arrived, and was repeated once")
        case .unknown(let reason, _) where tries < tryLimit:
            return .retry(at: now + wait, reason, isUncertain: true, routeOpensAt: nil)
        case .unauthorized(let reason), .notNow(let reason, _), .unknown(let reason, _):
            return .bury("\(reason); given up after \(tries) tries")
        }
    }

    /// The wait after a try: doubled from 5 s to 15 min, and up to a quarter shorter, so that many do not come at once.
    static func waitSeconds(id: String, tries: Int) -> Int {
        let whole = min(waitSeconds.upperBound, waitSeconds.lowerBound << min(max(tries, 1), 10))
        // FNV-1a: a hash that is the same on every machine and day.
        let hash = "\(id)\(tries)".utf8.reduce(UInt64(0xCBF2_9CE4_8422_2325)) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01B3
        }
        return max(waitSeconds.lowerBound, whole - Int(hash % UInt64(whole / 4 + 1)))
    }
}
