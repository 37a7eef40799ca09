internal import ArgumentParser
internal import Metrics

/// What `--by` takes.
enum Breakdown: String, ExpressibleByArgument, CaseIterable {
    case gpus
    case type
    case user
    case queue

    /// The key of the groups.
    var key: JobGroups.Key {
        switch self {
        case .gpus: .gpus
        case .type: .type
        case .user: .user
        case .queue: .queue
        }
    }
}
