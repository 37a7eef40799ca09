import Foundation
import Kit
import Operations
import Store
import WebApp
import WebServer

/// Where `pf serve` listens and whom it lets in; settings that would open the page to others are refused.
struct ServePlan: Sendable {
    let access: AccessMode
    let addresses: [WebServer.Address]
    let name: String
    /// The token of `lan`, when it was made just now.
    private let newToken: String?
    private let host: String

    private static let loopbackNames = ["localhost", "127.0.0.1", "::1"]

    init(_ command: Serve, databasePath: String) throws {
        name = command.auth.rawValue
        let port = Int(command.port)
        switch command.auth {
        case .local:
            guard command.host.map(Self.loopbackNames.contains) ?? true else {
                throw Self.refused(
                    "--auth local with --host \(command.host ?? ""): local listens on this machine only; "
                        + "for the home network give --auth lan --host ADDRESS")
            }
            access = .local
            newToken = nil
            host = command.host == "::1" ? "[::1]" : "127.0.0.1"
            let names =
                command.host.map { $0 == "localhost" ? ["127.0.0.1", "::1"] : [$0] } ?? ["127.0.0.1", "::1"]
            addresses = names.map { .host($0, port: port) }
        case .lan:
            guard let host = command.host else {
                throw Self.refused(
                    "--auth lan: --host is missing; give the address of this machine in the home network")
            }
            let (digest, token) = try LanToken.load(
                folder: URL(fileURLWithPath: databasePath).deletingLastPathComponent().path,
                isNew: command.newToken)
            access = .lan(tokenDigest: digest)
            newToken = token
            self.host = host.contains(":") ? "[\(host)]" : host
            addresses = [.host(host, port: port)]
        case .proxy:
            let host = command.host ?? "127.0.0.1"
            access = .proxy(try Self.proxyRules(command, host: host))
            newToken = nil
            self.host = host
            addresses =
                host.hasPrefix("unix:")
                ? [.unixSocket(path: String(host.dropFirst("unix:".count)))] : [.host(host, port: port)]
        }
    }

    private static func proxyRules(_ command: Serve, host: String) throws -> AccessMode.ProxyRules {
        let users = list("PF_ALLOWED_USERS")
        guard !users.isEmpty else {
            throw refused(
                "--auth proxy: PF_ALLOWED_USERS is missing; list the users that may enter, separated by commas"
            )
        }
        let trusted = try list("PF_TRUSTED_PROXIES").map { text in
            guard let range = AddressRange(text) else {
                throw refused("PF_TRUSTED_PROXIES: \"\(text)\" is no address or range such as 10.0.0.0/8")
            }
            return range
        }
        let isOwnMachine = host.hasPrefix("unix:") || host == "localhost" || AddressRange.isLoopback(host)
        guard isOwnMachine || !trusted.isEmpty else {
            throw refused(
                "--auth proxy on \(host): PF_TRUSTED_PROXIES is missing; a header proves nothing where anybody can reach "
                    + "the port; list the proxy's addresses (CIDR), or listen on 127.0.0.1 or unix:PATH")
        }
        return AccessMode.ProxyRules(header: command.userHeader, allowed: Set(users), trusted: trusted)
    }

    private static func list(_ name: String) -> [String] {
        (Surroundings.setting(name) ?? "").split(separator: ",")
            .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }

    private static func refused(_ message: String) -> Failure {
        Failure("serve.access", message, .badConfiguration)
    }

    /// `http://127.0.0.1:8177`, or the path of a socket.
    func shownAddress(port: Int) -> String { host.hasPrefix("unix:") ? host : "http://\(host):\(port)" }

    /// What lets a browser in; nil where a proxy does, or where the token of an older start holds.
    func link(app: WebApp, port: Int) -> String? {
        switch access {
        case .local: shownAddress(port: port) + app.link
        case .lan: newToken.map { shownAddress(port: port) + WebApp.lanLink(token: $0) }
        case .proxy: nil
        }
    }

    /// Says what can cost the household its data.
    static func warn(_ databasePath: String) {
        let folder = URL(fileURLWithPath: databasePath).deletingLastPathComponent().path
        guard let system = FileSystem.of(folder) else { return }
        if Surroundings.isContainer, system.isPassing {
            StandardStreams.say(
                "pf: warning: \(folder) is no volume: the database is lost when the container is replaced; "
                    + "mount one there (docker run -v pf-data:/data)\n")
        }
        if system.isRemote {
            StandardStreams.say(
                "pf: warning: \(folder) is a network share (\(system.type)): WAL keeps its index in memory that only "
                    + "processes of one machine share, so pf uses journal_mode=DELETE; run one pf only; better keep the "
                    + "database on a local disk and `pf backup` to the share\n")
        }
    }
}

/// The token of the home network; the file holds its SHA-256 only.
enum LanToken {
    /// The digest in use, and the token when it was made just now.
    static func load(folder: String, isNew: Bool) throws -> (digest: String, token: String?) {
        let path = "\(folder)/lan-token"
        let kept = (try? String(contentsOfFile: path, encoding: .utf8))?.trimmingCharacters(
            in: .whitespacesAndNewlines)
        if !isNew, let kept, kept.utf8.count == 64 {
            StandardStreams.say("pf: the link made before still works; --new-token makes another\n")
            return (kept, nil)
        }
        let token = Surroundings.randomToken()
        let digest = WebApp.digest(ofToken: token)
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw Failure(
                "serve.token", "\(folder): cannot be made; --db PATH names another place", .cannotCreate)
        }
        do {
            try AtomicFile.write(digest + "\n", to: path, permissions: 0o600)
        } catch {
            throw Failure("serve.token", "\(error)", .inputOutputFailed)
        }
        return (digest, token)
    }
}
