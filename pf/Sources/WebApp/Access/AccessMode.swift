/// Who may open the page.
package enum AccessMode: Sendable {
    /// Programs of this machine, with a link that works once.
    case local
    /// Devices of the home network that were given the link; the token's SHA-256 in hexadecimal.
    case lan(tokenDigest: String)
    /// Whom a proxy with login names in a header.
    case proxy(ProxyRules)

    /// What a header of a proxy must be.
    package struct ProxyRules: Sendable {
        /// Name of the header, in lower case.
        package var header: String
        /// Names that may enter, in lower case.
        package var allowed: Set<String>
        /// Where the proxy's connections come from; none = this machine only.
        package var trusted: [AddressRange]

        /// Rules.
        package init(header: String, allowed: Set<String>, trusted: [AddressRange]) {
            self.header = header.lowercased()
            self.allowed = Set(allowed.map { $0.lowercased() })
            self.trusted = trusted
        }

        /// The header of Azure's Easy Auth.
        package static let defaultHeader = "X-MS-CLIENT-PRINCIPAL-NAME"
    }
}

/// Who asks, and what a page of theirs must send to write.
struct Session: Sendable {
    /// For the audit.
    var user: String
    /// What `X-PF-Token` must be.
    var pageToken: String
}
