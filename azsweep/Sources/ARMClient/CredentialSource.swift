private import Foundation
private import Synchronization

/// Where tokens come from.
package enum CredentialSource: Sendable, Equatable {
    /// `AZSWEEP_TOKEN`.
    case token(String)
    /// A service principal of Microsoft Entra.
    case clientSecret(authority: String, tenant: String, client: String, secret: String)
    /// The program `az`.
    case azureCLI

    /// Chooses by the environment: a token, else a service principal, else `az`.
    package init(environment: [String: String]) {
        func value(_ name: String) -> String? {
            environment[name].flatMap { $0.isEmpty ? nil : $0 }
        }
        if let token = value("AZSWEEP_TOKEN") {
            self = .token(token)
        } else if let tenant = value("AZURE_TENANT_ID"), let client = value("AZURE_CLIENT_ID"),
            let secret = value("AZURE_CLIENT_SECRET")
        {
            self = .clientSecret(
                authority: value("AZURE_AUTHORITY_HOST") ?? "https://login.microsoftonline.com",
                tenant: tenant, client: client, secret: secret)
        } else {
            self = .azureCLI
        }
    }

    /// Its name, for people.
    package var name: String {
        switch self {
        case .token: "AZSWEEP_TOKEN"
        case .clientSecret(_, let tenant, let client, _): "service principal \(client) of tenant \(tenant)"
        case .azureCLI: "Azure CLI (az)"
        }
    }
}
