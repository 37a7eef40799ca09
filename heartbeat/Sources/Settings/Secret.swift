private import Foundation

/// A value that must not be seen: written in the file, or kept in the environment, a file or a credential.
public enum Secret: Equatable, Sendable {
    /// As it stands in heartbeat.toml.
    case literal(String)
    /// A variable of the environment.
    case environment(name: String)
    /// The first line of a file.
    case file(path: String)
    /// A credential that systemd passes on (`LoadCredential=`).
    case credential(name: String)

    /// The value; nil when it is not to be had.
    public func value(environment: [String: String]) -> String? {
        switch self {
        case .literal(let text): text
        case .environment(let name): environment[name]
        case .file(let path): Self.firstLine(path)
        case .credential(let name):
            environment["CREDENTIALS_DIRECTORY"].flatMap { Self.firstLine("\($0)/\(name)") }
        }
    }

    /// Where it is kept.
    public var place: String {
        switch self {
        case .literal: "a text of heartbeat.toml"
        case .environment(let name): "variable \(name)"
        case .file(let path): "file \(path)"
        case .credential(let name): "credential \(name)"
        }
    }

    private static func firstLine(_ path: String) -> String? {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
        return text.split(whereSeparator: \.isNewline).first.map(String.init)
    }
}
