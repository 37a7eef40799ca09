package import ARMClient
package import AzureModel
private import Foundation
private import Kit

/// Removes one thing and makes sure that it is gone.
///
/// Every request after the first for the same thing has a GET of it before: whatever an answer or its
/// absence says, the resource itself decides.
package struct Remover: Sendable {
    /// How a removal ended.
    package enum Result: Sendable, Equatable {
        /// It is gone; the note says what was special.
        case done(String)
        /// It is not.
        case failed(String)
        /// The service names nested resources that must go before.
        case nested([ResourceID])
    }

    /// What a look at the resource shows.
    enum Presence: Equatable {
        case gone, deleting, there
        /// Created after the plan was made: it is another one of the same name.
        case another(Timestamp)
    }

    let client: ARMClient
    let journal: Journal?
    /// Seconds during which `RequestConflict` is waited out.
    let conflictLimitSeconds: Double
    /// When the plan was made; nil without a plan.
    let plannedAt: Timestamp?

    /// "Succeeded, but still there" is believed for this long, in seconds.
    static let lingerSeconds = 600.0
    /// A resource in the state Deleting whose operation is not known is asked for once more after this, in seconds.
    static let orphanSeconds = 30.0
    /// Answers that leave the effect open are taken this often.
    private static let unclearLimit = 5

    /// A remover.
    package init(
        client: ARMClient, journal: Journal?, conflictLimitSeconds: Double, plannedAt: Timestamp?
    ) {
        self.client = client
        self.journal = journal
        self.conflictLimitSeconds = conflictLimitSeconds
        self.plannedAt = plannedAt
    }

    /// What happens after an answer.
    private enum Next {
        case end(Result)
        case again
    }

    /// Removes what a step names.
    ///
    /// - `progress`: How far an earlier run came; nil = never tried.
    /// - `excused`: What may still be listed in a group that is removed: it is known to be gone.
    /// - Fails with ``ARMError`` when it cannot go on now, ``SweepError/journalBroken(path:reason:)``.
    package func remove(
        _ step: PlanStep, progress: StepProgress?, excused: Set<ResourceID> = []
    ) async throws -> Result {
        var mustLook = progress != nil
        var round = Round()
        if case .submitted(let operation) = progress {
            // An earlier run handed it over: the operation first, then the resource.
            if case .end(let result) = try await settle(step, operation, firstWait: 0, &round) {
                return result
            }
        }
        while true {
            if mustLook {
                switch try await look(step) {
                case .gone: return try await confirmGone(step, wasAsked: true)
                case .another(let created):
                    return .failed(
                        "it was created at \(created), after the plan: it is another one of that name")
                case .deleting where !round.askedAgain:
                    let unknown = ServiceOperation(statusURL: nil, resultURL: nil)
                    if case .end(let result) = try await settle(step, unknown, firstWait: nil, &round) {
                        return result
                    }
                case .deleting, .there: break
                }
            }
            if step.kind == .resourceGroup, let refusal = try await holdsOthers(step, excused) {
                return refusal
            }
            mustLook = true
            if case .end(let result) = try await ask(step, &round) { return result }
        }
    }

    /// What is remembered between the requests of one removal.
    struct Round {
        var unclear = Backoff(from: 2, to: 30, factor: 2)
        var unclearCount = 0
        var conflict = Backoff(from: 10, to: 300, factor: 2)
        var conflictSeconds = 0.0
        var throttle = Backoff(from: 2, to: 60, factor: 2)
        var askedAgain = false
    }

    /// Sends the request and follows its answer.
    private func ask(_ step: PlanStep, _ round: inout Round) async throws -> Next {
        let path = step.id.text
        try client.pacer.checkpoint(path)
        try journal?.append(.intent, step: step)
        let (answer, reason) = try await delete(step)
        guard let response = answer else { return try await unclear(step, reason, &round) }
        switch response.status {
        case 200, 201, 202, 204:
            let operation = ServiceOperation(response)
            try journal?.append(.submitted, step: step, Self.fields(response.status, operation))
            guard response.status == 202 || operation.isKnown else {
                return try await verify(step, &round, status: response.status)
            }
            return try await settle(step, operation, firstWait: RetryAfter.seconds(response), &round)
        case 404: return .end(try await confirmGone(step, wasAsked: false))
        case 429:
            try await client.waitForLeave(response, &round.throttle, path: path)
            return .again
        case 500...: return try await unclear(step, "HTTP \(response.status)", &round)
        default: return try await refused(step, response, &round)
        }
    }

    /// The answer to a DELETE; nil, with the reason, when its effect is not known.
    private func delete(_ step: PlanStep) async throws(ARMError) -> (ARMResponse?, String) {
        do {
            let version = ServicePaths.version(of: step.kind)
            return (try await client.write(.delete, step.id.text, version: version), "")
        } catch {
            guard case .effectUnknown(_, let reason) = error else { throw error }
            return (nil, reason)
        }
    }

    private static func fields(_ status: Int, _ operation: ServiceOperation) -> [(String, JSONValue)] {
        [("status", .int(status))]
            + (operation.statusURL.map { [("operation", JSONValue.string($0))] } ?? [])
            + (operation.resultURL.map { [("location", JSONValue.string($0))] } ?? [])
    }

    private func unclear(_ step: PlanStep, _ reason: String, _ round: inout Round) async throws -> Next {
        round.unclearCount += 1
        guard round.unclearCount < Self.unclearLimit else {
            if try await look(step) == .gone { return .end(try await confirmGone(step, wasAsked: true)) }
            return .end(.failed("\(round.unclearCount) requests without a clear answer, the last: \(reason)"))
        }
        try await client.pacer.pause(round.unclear.seconds(), for: step.id.text)
        return .again
    }

    /// 409 and other refusals.
    private func refused(_ step: PlanStep, _ response: ARMResponse, _ round: inout Round) async throws -> Next
    {
        guard case .refused(let status, let code, let message, _) = ARMClient.refusal(response, path: "")
        else {
            return .end(.failed("HTTP \(response.status)"))
        }
        switch (status, code.lowercased()) {
        case (409, "requestconflict"):
            let seconds = RetryAfter.seconds(response) ?? round.conflict.seconds()
            guard round.conflictSeconds + seconds <= conflictLimitSeconds else {
                return .end(.failed("\(code) for \(Int(round.conflictSeconds)) s; see --conflict-timeout"))
            }
            round.conflictSeconds += seconds
            try await client.pacer.pause(seconds, for: step.id.text)
            return .again
        case (409, "cannotdeleteresource"):
            guard let account = step.id.account else { return .end(.failed("\(code): \(message)")) }
            let ids = NestedResources.ids(in: message, of: account).filter { $0 != step.id }
            let areAllowed = ids.allSatisfy {
                [.project, .projectCapabilityHost, .accountCapabilityHost].contains(PlanStep.Kind(of: $0))
            }
            return .end(!ids.isEmpty && areAllowed ? .nested(ids) : .failed("\(code): \(message)"))
        default: return .end(.failed("HTTP \(status) \(code): \(message)"))
        }
    }

    /// Waits for an operation, then looks at the resource.
    private func settle(
        _ step: PlanStep, _ operation: ServiceOperation, firstWait: Double?, _ round: inout Round
    ) async throws -> Next {
        guard operation.isKnown else { return try await verify(step, &round, status: nil) }
        switch try await client.end(of: operation, path: step.id.text, firstWaitSeconds: firstWait) {
        case .succeeded: return try await verify(step, &round, status: 200)
        case .unknown: return try await verify(step, &round, status: nil)
        case .failed(let code, let message):
            if try await look(step) == .gone { return .end(try await confirmGone(step, wasAsked: true)) }
            return .end(.failed("\(code): \(message)"))
        }
    }

    /// Looks at the resource until it is gone.
    ///
    /// - `status`: Of the last answer that ended it; nil when nobody knows whether it has ended.
    private func verify(_ step: PlanStep, _ round: inout Round, status: Int?) async throws -> Next {
        var backoff = Backoff(from: 2, to: 30, factor: 1.5)
        let start = client.pacer.elapsedSeconds
        var timesThere = 0
        while true {
            let presence = try await look(step)
            let seconds = client.pacer.elapsedSeconds - start
            switch presence {
            case .gone: return .end(try await confirmGone(step, wasAsked: true))
            case .another(let created): return .end(.failed("another one was created at \(created)"))
            case .there:
                timesThere += 1
                // Nobody says that it has ended, and it does not look so.
                if status == nil { return .again }
                if step.kind == .resourceGroup, timesThere > 2 {
                    return .end(.failed("rolled back: the operation ended and the group is there again"))
                }
                if step.kind == .purge, status == 204, timesThere > 5 {
                    return .end(.failed("answered 204, but it is still listed: nothing was purged"))
                }
            case .deleting
            where status == nil && !round.askedAgain
                && seconds >= Self.orphanSeconds * client.pacer.scale:
                round.askedAgain = true
                return .again
            case .deleting: break
            }
            guard seconds < Self.lingerSeconds * client.pacer.scale else {
                return .end(
                    .failed("it ended well, but is still there after \(Int(Self.lingerSeconds / 60)) min"))
            }
            try await client.pacer.pause(backoff.seconds(), for: step.id.text)
        }
    }

    /// Makes sure that what answers 404 is gone in the right way.
    ///
    /// - `wasAsked`: Whether we, or an earlier run, asked for it; else somebody else was first.
    private func confirmGone(_ step: PlanStep, wasAsked: Bool) async throws -> Result {
        switch step.kind {
        case .account:
            var backoff = Backoff(from: 2, to: 30, factor: 1.5)
            let start = client.pacer.elapsedSeconds
            while true {
                if try await isListedAsDeleted(step.id) { return .done(wasAsked ? "" : "was already gone") }
                if !wasAsked { return .done("was already gone, and is not among the deleted accounts") }
                guard client.pacer.elapsedSeconds - start < Self.lingerSeconds * client.pacer.scale else {
                    return .failed("it is gone, but not among the deleted accounts: it cannot be recovered")
                }
                try await client.pacer.pause(backoff.seconds(), for: step.id.text)
            }
        default: return .done(wasAsked ? "" : "was already gone")
        }
    }
}
