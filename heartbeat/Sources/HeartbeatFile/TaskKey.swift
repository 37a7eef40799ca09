/// The keys of a task and of the front matter; the one list of them.
enum TaskKey: String, CaseIterable, Sendable {
    case id, cron, every, at, anchor, tz, quiet, catchup, missed, timeout, route, say, agent, when, enabled

    /// Whether the front matter may give a default for it.
    var isDefaultable: Bool {
        switch self {
        case .tz, .route, .agent, .quiet, .catchup, .timeout: true
        case .id, .cron, .every, .at, .anchor, .missed, .say, .when, .enabled: false
        }
    }

    /// What stands behind it.
    public var form: String {
        switch self {
        case .id: "a name of small letters, digits, - and _"
        case .cron: "five fields, as in 0 7 * * 1-5"
        case .every: "a length of time of whole minutes, as in 15m, 6h or 1d, up to five years"
        case .at: "a whole minute with its offset, as in 2026-12-24T18:00+01:00"
        case .anchor: "a whole minute with its offset; only with every"
        case .tz: "an IANA zone, as in Europe/Berlin or UTC"
        case .quiet: "hours and what happens then, as in 22:00-07:00 hold (or skip)"
        case .catchup: "a length of time, as in 2h"
        case .missed: "once, skip or all:N with N from 1 to 1000"
        case .timeout: "a length of time from 1s to 1d"
        case .route: "the name of a route of heartbeat.toml"
        case .say: "changes, always or never"
        case .agent: "the name of an agent of heartbeat.toml"
        case .when: "a program inside the workspace"
        case .enabled: "true or false"
        }
    }
}
