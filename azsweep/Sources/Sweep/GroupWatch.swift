package import ARMClient
package import AzureModel

/// Watches the deletion of a group to its end (F12).
package enum GroupWatch {
    /// How it ended.
    package enum End: Sendable, Equatable {
        /// The group is gone.
        case gone
        /// Nothing deletes it.
        case notDeleting(state: String)
        /// It was being deleted and is there again.
        case rolledBack(state: String)
    }

    /// Looks at a group until it is gone.
    ///
    /// - `report`: Told of each change of its state.
    package static func run(
        _ group: ResourceID, client: ARMClient, report: (String) -> Void
    ) async throws(ARMError) -> End {
        var last = ""
        var wasDeleting = false
        var backoff = Backoff(from: 2, to: 30, factor: 1.5)
        while true {
            let node = try await client.getIfThere(group.text, version: ServicePaths.groupsVersion)
            guard let node else { return .gone }
            let state = Answers.state(node)
            if state != last { report(state) }
            last = state
            guard state.lowercased() == "deleting" else {
                return wasDeleting ? .rolledBack(state: state) : .notDeleting(state: state)
            }
            wasDeleting = true
            try await client.pacer.pause(backoff.seconds(), for: group.text)
        }
    }
}
