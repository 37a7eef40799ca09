import Foundation
import Money
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

    /// Seconds since 1970.
    static var nowSeconds: Int { Int(Date().timeIntervalSince1970) }

    /// When and who, for the audit.
    static var stamp: Store.Stamp {
        let now = nowSeconds
        let day = CalendarDay(number: now / 86_400)
        func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let time = [now / 3600 % 24, now / 60 % 60, now % 60].map(padded).joined(separator: ":")
        return Store.Stamp(at: "\(day)T\(time)Z", actor: setting("USER") ?? "pf")
    }

    /// Today where the user is.
    static var today: CalendarDay {
        let now = Date()
        let offset = TimeZone.current.secondsFromGMT(for: now)
        let seconds = nowSeconds + offset
        return CalendarDay(number: seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400)
    }

    /// How to reach YNAB.
    static func ynab() throws -> YnabClient.Settings {
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
