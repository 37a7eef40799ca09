/// Finds the nested resources that a refusal names.
package enum NestedResources {
    /// The ids of an account's nested resources in a message of `CannotDeleteResource` (F1).
    ///
    /// - Parameters:
    ///   - message: Names some ids, relative (`Microsoft.CognitiveServices/accounts/A/projects/P`) or full.
    ///   - account: Only what lies below it counts.
    /// - Returns: Each id once, in the order of the message.
    package static func ids(in message: String, of account: ResourceID) -> [ResourceID] {
        let ends: Set<Character> = [
            "'", "\"", ",", ";", " ", "\n", "\r", "\t", "(", ")", "[", "]", "`", "<", ">",
        ]
        // A relative id belongs to the account's own group.
        guard let scope = account.groupID?.text else { return [] }
        var result: [ResourceID] = []
        for token in message.split(whereSeparator: { ends.contains($0) }) {
            var text = String(token)
            while let last = text.last, last == "." || last == ":" || last == "/" { text.removeLast() }
            while text.first == "/" { text.removeFirst() }
            let folded = text.lowercased()
            let full: String
            if folded.hasPrefix("subscriptions/") {
                full = "/" + text
            } else if folded.hasPrefix("microsoft.cognitiveservices/accounts/") {
                full = scope + "/providers/" + text
            } else {
                continue
            }
            guard let id = ResourceID(full), id != account, id.isWithin(account), !result.contains(id)
            else { continue }
            result.append(id)
        }
        return result
    }
}
