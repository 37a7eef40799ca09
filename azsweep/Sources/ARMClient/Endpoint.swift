package import Foundation

/// Where the service is; tokens go nowhere else.
package struct Endpoint: Sendable, Equatable, CustomStringConvertible {
    /// The public cloud's Azure Resource Manager.
    package static let publicCloud = "https://management.azure.com"

    private let scheme: String
    private let host: String
    private let port: Int

    /// Reads an address.
    ///
    /// - Parameter text: `https://host`, or `http://` on this machine only.
    /// - Throws: ``ARMError/badEndpoint(text:reason:)``.
    package init(_ text: String) throws(ARMError) {
        guard let parts = Self.parts(text) else {
            throw .badEndpoint(text: text, reason: "is not an address like \(Self.publicCloud)")
        }
        guard parts.scheme == "https" || Self.isLoopback(parts.host) else {
            throw .badEndpoint(
                text: text, reason: "is plain http to another machine; a token would be read on the way")
        }
        (scheme, host, port) = parts
    }

    private static func parts(_ text: String) -> (scheme: String, host: String, port: Int)? {
        guard let url = URLComponents(string: text), let scheme = url.scheme?.lowercased(),
            scheme == "https" || scheme == "http", let host = url.host?.lowercased(), !host.isEmpty,
            url.user == nil, url.password == nil
        else { return nil }
        return (scheme, host, url.port ?? (scheme == "https" ? 443 : 80))
    }

    private static func isLoopback(_ host: String) -> Bool {
        if ["localhost", "::1", "[::1]"].contains(host) { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    /// The address.
    package var description: String {
        let isDefault = port == (scheme == "https" ? 443 : 80)
        return "\(scheme)://\(host)\(isDefault ? "" : ":\(port)")"
    }

    /// The address of a path.
    ///
    /// - `path`: Begins with a slash; not yet encoded.
    /// - `query`: Names and values; not yet encoded.
    package func url(_ path: String, query: [(String, String)]) throws(ARMError) -> URL {
        var allowed = CharacterSet.urlPathAllowed
        allowed.remove(charactersIn: ";?#")
        var values = CharacterSet.urlQueryAllowed
        values.remove(charactersIn: "&=+?#")
        let encoded = path.addingPercentEncoding(withAllowedCharacters: allowed) ?? ""
        let pairs = query.map { name, value in
            "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: values) ?? "")"
        }
        guard let url = URL(string: "\(self)\(encoded)?\(pairs.joined(separator: "&"))") else {
            throw .malformed(path: path, reason: "no address can be made of it")
        }
        return url
    }

    /// An address that the service gave, if it leads back to the service.
    ///
    /// - Throws: ``ARMError/foreignURL(host:endpoint:)`` when scheme, host or port differ.
    package func own(_ text: String) throws(ARMError) -> URL {
        guard let parts = Self.parts(text), let url = URL(string: text) else {
            throw .foreignURL(host: "an address that cannot be read", endpoint: "\(self)")
        }
        guard parts == (scheme, host, port) else {
            throw .foreignURL(host: "\(parts.scheme)://\(parts.host):\(parts.port)", endpoint: "\(self)")
        }
        return url
    }
}
