private import Foundation

/// For how long the service asks to wait.
package enum RetryAfter {
    /// Seconds from now, from whole or broken seconds or from a date; nil when not given or not to be read.
    package static func seconds(_ response: ARMResponse) -> Double? {
        guard let text = response.headers["retry-after"]?.trimmingCharacters(in: .whitespaces) else {
            return nil
        }
        if let seconds = Double(text), seconds.isFinite { return max(0, seconds) }
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(identifier: "GMT")
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss zzz"
        return format.date(from: text).map { max(0, $0.timeIntervalSinceNow) }
    }
}
