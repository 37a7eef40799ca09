/// The id of a resource, a group or a subscription: equal in any case, shown as it was spelt (F10).
package struct ResourceID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The id as the service or the user spelt it.
    package let text: String
    /// The id in lower case; what equality and order look at.
    package let folded: String
    /// Types and names in turn: `subscriptions`, `S`, `resourceGroups`, `G`, ...
    private let segments: [String]

    /// Reads an id; nil when it is not one.
    ///
    /// - Parameter text: `/subscriptions/S`, followed by any count of `/type/name`.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 3, parts.count % 2 == 1, parts[0].isEmpty,
            parts[1].lowercased() == "subscriptions", parts.dropFirst().allSatisfy(Self.isName)
        else { return nil }
        self.text = text
        folded = text.lowercased()
        segments = Array(parts.dropFirst())
    }

    /// Whether a text can be one segment of a path: a request made from it cannot lead elsewhere.
    private static func isName(_ text: String) -> Bool {
        guard !text.isEmpty, text != ".", text != ".." else { return false }
        return !text.unicodeScalars.contains {
            $0.value < 0x20 || $0.value == 0x7F || $0 == "?" || $0 == "#" || $0 == "%" || $0 == "\\"
        }
    }

    /// The last segment.
    package var name: String { segments[segments.count - 1] }
    /// The type of the last segment, in lower case: `accounts`, `projects`, ...
    package var type: String { segments[segments.count - 2].lowercased() }
    /// The subscription's id.
    package var subscription: String { segments[1] }
    /// The resource group's name; empty when the id has none.
    package var group: String { value(of: "resourcegroups") ?? "" }
    /// The text, for messages.
    package var description: String { text }

    /// The name that follows a type, if the id has it.
    ///
    /// - `type`: In lower case.
    package func value(of type: String) -> String? {
        stride(from: 0, to: segments.count, by: 2).first { segments[$0].lowercased() == type }
            .map { segments[$0 + 1] }
    }

    /// Whether this is the other id or lies below it; whole segments count, not letters.
    package func isWithin(_ other: ResourceID) -> Bool {
        folded == other.folded || folded.hasPrefix(other.folded + "/")
    }

    /// The id one level up; nil for a subscription.
    package var parent: ResourceID? {
        guard segments.count > 2 else { return nil }
        return ResourceID("/" + segments.dropLast(2).joined(separator: "/"))
    }

    /// The account that this id is or lies below; nil when there is none.
    package var account: ResourceID? {
        guard let index = segments.firstIndex(where: { $0.lowercased() == "accounts" }), index % 2 == 0
        else { return nil }
        return ResourceID("/" + segments[...(index + 1)].joined(separator: "/"))
    }

    /// The id of the group that this id lies in; nil when there is none.
    package var groupID: ResourceID? {
        group.isEmpty ? nil : ResourceID("/subscriptions/\(subscription)/resourceGroups/\(group)")
    }

    /// The same spelling in any case is the same resource.
    package static func == (a: ResourceID, b: ResourceID) -> Bool { a.folded == b.folded }
    /// Order of the texts in lower case.
    package static func < (a: ResourceID, b: ResourceID) -> Bool { a.folded < b.folded }
    /// Hashes what equality looks at.
    package func hash(into hasher: inout Hasher) { hasher.combine(folded) }
}
