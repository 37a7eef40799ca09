private import Foundation

/// For how long the other side asks to wait.
enum RetryAfter {
    /// Whole seconds from now, rounded up, from seconds or from a date of HTTP; nil when it is neither.
    static func seconds(_ text: String) -> Int? {
        let text = text.trimmingCharacters(in: .whitespaces)
        if let seconds = Double(text) { return (0...1e6).contains(seconds) ? Int(seconds.rounded(.up)) : nil }
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(identifier: "GMT")
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss zzz"
        return format.date(from: text).map {
            min(1_000_000, max(0, Int($0.timeIntervalSinceNow.rounded(.up))))
        }
    }
}
