import Foundation
import Money
import Operations
import Store
import YnabClient

/// What a command takes from its surroundings: clock, user and environment.
///
/// Nothing else asks for them.
enum Surroundings {
    private static var environment: [String: String] { ProcessInfo.processInfo.environment }

    /// A setting; an empty one is none.
    static func setting(_ name: String) -> String? {
        guard let value = environment[name], !value.isEmpty else { return nil }
        return value
    }

    /// Path of the database.
    static func databasePath(_ given: String?) -> String {
        if let given { return given }
        let home = setting("PF_HOME") ?? FileManager.default.homeDirectoryForCurrentUser.path + "/.pf"
        return home + "/pf.db"
    }

    /// Now, and today where the user is.
    @Sendable static func now() -> Moment {
        let now = Date()
        let seconds = Int(now.timeIntervalSince1970)
        let local = seconds + TimeZone.current.secondsFromGMT(for: now)
        let day = CalendarDay(number: local >= 0 ? local / 86_400 : (local - 86_399) / 86_400)
        return Moment(seconds: seconds, day: day)
    }

    /// Who, for the audit.
    static var user: String { setting("USER") ?? "pf" }

    /// When and who, for the audit.
    static var stamp: Store.Stamp { now().stamp(user) }

    /// Today where the user is.
    static var today: CalendarDay { now().day }

    /// 128 random bits in hexadecimal.
    @Sendable static func randomToken() -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<2).map { _ in
            let digits = String(generator.next() as UInt64, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }

    /// Whether this is a container, as engines mark theirs.
    static var isContainer: Bool {
        setting("container") != nil
            || ["/.dockerenv", "/run/.containerenv"].contains { FileManager.default.fileExists(atPath: $0) }
    }

    /// How to reach YNAB.
    @Sendable static func ynab() throws -> YnabClient.Settings {
        var retries = [1.0, 2, 4]
        // Tests do not wait for seconds.
        if let text = setting("PF_YNAB_RETRY_SECONDS"), let seconds = Double(text), seconds >= 0 {
            retries = retries.map { $0 * seconds }
        }
        return try YnabClient.Settings(
            base: setting("PF_YNAB_BASE") ?? YnabClient.Settings.defaultBase,
            resource: setting(YnabClient.Settings.resourceSetting) ?? "plans", token: try token(),
            retrySeconds: retries)
    }

    private static func token() throws -> String {
        if let token = setting("PF_YNAB_TOKEN") { return token }
        guard let path = setting("PF_YNAB_TOKEN_FILE") else { throw YnabError.noToken }
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        guard let mode = attributes?[.posixPermissions] as? Int else { throw YnabError.noToken }
        guard mode & 0o077 == 0 else { throw YnabError.tokenReadable(path: path) }
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        let token = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !token.isEmpty else { throw YnabError.noToken }
        return token
    }
}
