/// Answers what is asked about one run.
struct PartAnswer {
    /// The run.
    let run: OpenRun
    /// The one that it is compared with; nil = none.
    let other: OpenRun?
    /// What is asked.
    let request: Request

    /// Answers.
    ///
    /// - Parameter name: Which part.
    /// - Returns: The answer.
    /// - Throws: ``Refusal``, `RecordError`, `FileError`.
    func answer(_ name: String) async throws -> Response {
        let tag = run.quotedTag
        // A page that began with one content must not mix it with another.
        if let wanted = request.headers["if-match"], wanted != tag, wanted != "*" { throw Refusal.changed() }
        switch name {
        case "why":
            let (job, round) = (try whole("job"), try whole("round"))
            return json(try await run.why(job: job, round: round), tag)
        case "job": return json(try await run.life(job: try whole("n")), tag)
        case "at": return json(try await run.at(seconds: try seconds("t")), tag)
        case "diff":
            guard let other, let id = request.query["other"] else {
                throw Refusal.bad("other is missing", hint: "give the id of the run to compare with")
            }
            return json(try await run.difference(to: other, id: id), tag)
        case "so-far":
            let bytes = try await run.shelf.soFar(afterStrips: try whole("after"))
            return Response(headers: own(tag), body: .bytes(bytes))
        default: return try await part(name, tag)
        }
    }

    private func part(_ name: String, _ tag: String) async throws -> Response {
        guard Self.isPart(name) else { throw Refusal.unknown("part \(name)") }
        let headers = [("ETag", tag), ("Cache-Control", "no-cache")]
        if request.headers["if-none-match"] == tag { return Response(status: 304, headers: headers) }
        guard let body = try await run.shelf.part(name) else { throw Refusal.unknown("part \(name)") }
        let type = name == "run" ? "application/json" : "application/octet-stream"
        let response = Response(
            headers: headers + [("Content-Type", type), ("Content-Encoding", "deflate")], body: body)
        return ByteRange(request, byteCount: body.byteCount, tag: tag).applied(to: response)
    }

    /// Names that a part can have: nothing that could be a path.
    private static func isPart(_ name: String) -> Bool {
        if ["run", "times", "rounds", "jobs", "first"].contains(name) { return true }
        let pieces = name.split(separator: "/", omittingEmptySubsequences: false)
        return pieces.count == 2 && pieces[0] == "stays" && (1...9).contains(pieces[1].utf8.count)
            && pieces[1].utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    private func whole(_ name: String) throws(Refusal) -> Int {
        guard let text = request.query[name], let value = Int(text), abs(value) < 1 << 31 else {
            throw .bad("\(name) is '\(request.query[name] ?? "")'", hint: "give a whole number")
        }
        return value
    }

    private func seconds(_ name: String) throws(Refusal) -> Double {
        guard let text = request.query[name], let value = Double(text), value.isFinite else {
            throw .bad("\(name) is '\(request.query[name] ?? "")'", hint: "give seconds on the run's clock")
        }
        return value
    }

    private func own(_ tag: String) -> [(String, String)] {
        [("ETag", tag), ("Cache-Control", "no-store"), ("Content-Type", "application/octet-stream")]
    }

    private func json(_ text: String, _ tag: String) -> Response {
        Response(
            headers: [("ETag", tag), ("Content-Type", "application/json"), ("Cache-Control", "no-store")],
            body: .bytes(Array(text.utf8)))
    }
}
