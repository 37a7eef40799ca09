private import ChildProcesses
public import Settings

/// Makes the channels of routes.
public enum Channels {
    /// The channel of a route.
    ///
    /// - Parameters:
    ///   - route: The route.
    ///   - folder: Where its programs start.
    ///   - environment: The gateway's environment: secrets, and what programs may see of it.
    /// - Returns: The channel, or the secret that is not to be had.
    public static func channel(
        _ route: RouteSettings, folder: String, environment: [String: String]
    ) -> Result<any Channel, MissingSecret> {
        do throws(MissingSecret) {
            return .success(try make(route, folder, environment))
        } catch {
            return .failure(error)
        }
    }

    /// A secret that is not where the file says.
    public struct MissingSecret: Error, Equatable, CustomStringConvertible {
        /// Where it was looked for.
        public let description: String
    }

    private static func make(
        _ route: RouteSettings, _ folder: String, _ environment: [String: String]
    ) throws(MissingSecret) -> any Channel {
        func value(_ secret: Secret) throws(MissingSecret) -> String {
            guard let value = secret.value(environment: environment), !value.isEmpty else {
                throw MissingSecret(description: "\(secret.place) is empty or cannot be read")
            }
            return value
        }
        let limit = Double(route.timeoutSeconds)
        switch route.kind {
        case .signal(let url, let account, let recipients):
            var numbers: [String] = []
            for recipient in recipients { numbers.append(try value(recipient)) }
            let base = url.hasSuffix("/") ? String(url.dropLast()) : url
            return SignalChannel(
                url: base, account: try value(account), recipients: numbers, limitSeconds: limit)
        case .webhook(let url, let headers, let signingKey):
            var values: [(name: String, value: String)] = []
            for header in headers { values.append((header.name, try value(header.value))) }
            var key: String?
            if let signingKey { key = try value(signingKey) }
            return WebhookChannel(url: try value(url), headers: values, signingKey: key, limitSeconds: limit)
        case .command(let arguments, let names, let subject):
            return CommandChannel(
                arguments: arguments, environment: ProgramEnvironment.variables(names, of: environment),
                folder: folder,
                subject: subject, secrets: names.compactMap { environment[$0] }, limitSeconds: limit)
        case .file(let path): return FileChannel(path: path)
        }
    }
}
