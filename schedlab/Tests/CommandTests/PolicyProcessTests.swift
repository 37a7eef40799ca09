import Foundation
import KitTesting
import TestSupport
import Testing

@Suite("Policies in other processes")
struct PolicyProcessTests {
    private let small = [
        "run", "--cluster", "v100=2,k80=2", "--workload", "gavel", "--rate", "20", "--jobs", "8", "--quiet",
        "--format", "json",
    ]
    private static let contract =
        #"{"message":"contract","protocol":1,"name":"test","decides":"queue"}"#

    /// Runs with a policy that bash plays.
    private func run(
        _ script: String, _ more: [String] = [], in folder: URL
    ) throws -> CommandResult {
        let file = folder.appendingPathComponent("policy.sh")
        try script.write(to: file, atomically: true, encoding: .utf8)
        return try CommandResult.schedlab(small + ["--policy", "exec:bash policy.sh"] + more, in: folder)
    }

    /// Says the contract, then answers each line with what `answer` prints; `$n` is the decision's number.
    private func policy(answering answer: String) -> String {
        """
        read -r greeting; echo '\(Self.contract)'
        n=0; while read -r line; do n=$((n+1)); \(answer); done
        """
    }

    /// Puts all jobs that came and neither started nor went into a queue: a FIFO in bash.
    private let fifo = """
        if [[ $line =~ \\"came\\":\\{\\"id\\":\\[([0-9,]*)\\] ]]; then all="$all,${BASH_REMATCH[1]}"; fi
        gone=""
        if [[ $line =~ \\"moved\\":\\{\\"id\\":\\[([0-9,]*)\\] ]]; then gone="${BASH_REMATCH[1]}"; fi
        if [[ $line =~ \\"went\\":\\[([0-9,]*)\\] ]]; then gone="$gone,${BASH_REMATCH[1]}"; fi
        for j in ${gone//,/ }; do
            all=",$all,"; all="${all//,$j,/,}"; all="${all%,}"; all="${all#,}"; done
        while [[ $all == *,,* ]]; do all="${all//,,/,}"; done
        echo "{\\"decision\\":$n,\\"queue\\":[${all#,}],\\"prefer\\":\\"mostFree\\"}"
        """

    @Test("a FIFO in bash is the built-in one; its record replays without it, to the byte")
    func equalAndReplayed() throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let own = try run(policy(answering: fifo), ["--record", "own.record"], in: folder)
        try #require(own.status == 0, "\(own.messages)")
        let builtIn = try CommandResult.schedlab(small + ["--policy", "fifo"], in: folder)
        #expect(figures(own.output) == figures(builtIn.output))

        let check = try CommandResult.schedlab(["check", "own.record"], in: folder)
        #expect(check.status == 0 && check.output.contains("everything adds up"), "\(check.messages)")
        try FileManager.default.removeItem(at: folder.appendingPathComponent("policy.sh"))
        let again = try CommandResult.schedlab(
            ["run", "--replay", "own.record", "--record", "again.record", "--quiet", "--format", "json"],
            in: folder)
        #expect(again.status == 0, "\(again.messages)")
        #expect(figures(again.output) == figures(own.output))
        let bytes = try ["own.record", "again.record"].map { name in
            try Data(contentsOf: folder.appendingPathComponent(name))
        }
        let host = Data(#""host": {"#.utf8)
        let ends = bytes.map { data in data.range(of: host).map { $0.upperBound } ?? 0 }
        #expect(ends[0] > 0 && ends[0] == ends[1])
        #expect(batches(bytes[0]) == batches(bytes[1]), "all batches after the first")
        let other = try CommandResult.schedlab(
            ["run", "--replay", "own.record", "--seed", "3", "--quiet"], in: folder)
        #expect(other.status == 65 && other.messages.contains("--seed is 3, in own.record it is 0"))
    }

    /// The figures that do not name the policy.
    private func figures(_ json: String) -> String {
        json.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
            !line.contains("\"policy") && !line.contains("Title\"") && !line.contains("wallSeconds")
                && !line.contains("peakMemory") && !line.contains("PerSecond")
        }.joined(separator: "\n").components(separatedBy: "\"host\"")[0]
    }

    /// What follows the first batch, up to the index, whose offsets depend on the length of the command.
    private func batches(_ data: Data) -> Data {
        let length = data[24..<28].reversed().reduce(0) { $0 << 8 | Int($1) }
        let trailer = data[(data.count - 16)..<(data.count - 8)].reversed().reduce(0) { $0 << 8 | Int($1) }
        return data[(16 + 40 + length)..<trailer]
    }

    static let faultyAnswers: [(name: String, answer: String, more: [String], message: String)] = [
        ("dies", "exit 3", [], "it ended with exit code 3; expected an answer"),
        ("is killed", "kill -9 $$", [], "it was ended by signal 9"),
        ("talks nonsense", "echo hello", [], "'hello' at byte 0; expected the answer, a JSON object"),
        ("half a line, then dies", "printf '{\"deci'; exit 0", [], "after half a line, '{\"deci'"),
        ("says nothing", "sleep 30", ["--policy-timeout", "0.3"], "no answer within 0.3 s"),
        ("names a job that is gone", "echo \"{\\\"decision\\\":$n,\\\"queue\\\":[77]}\"", [], "job 77"),
        ("says too much", "head -c 10000000 /dev/zero | tr '\\0' 'x'; echo", [], "bytes"),
        ("answers for another decision", "echo '{\"decision\":99,\"queue\":[]}'", [], "99"),
        ("NaN", "echo \"{\\\"decision\\\":$n,\\\"queue\\\":[NaN]}\"", [], "a finite number"),
    ]

    @Test(
        "a policy that fails ends the run with the round, the line and what was expected",
        arguments: faultyAnswers)
    func faults(name: String, answer: String, more: [String], message: String) throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let bad = "if [ $n -ge 3 ]; then \(answer); exit 0; fi; \(fifo)"
        let result = try run(policy(answering: bad), more + ["--record", "r.record"], in: folder)
        #expect(result.status == 65, "\(name): \(result.status) \(result.messages)")
        #expect(result.messages.contains(message), "\(name): \(result.messages)")
        #expect(result.messages.contains(", round ") && result.messages.contains("line 4 of its output"))
        // Two decisions are in the record, which is whole as far as it goes.
        let check = try CommandResult.schedlab(["check", "r.record"], in: folder)
        #expect(check.status == 0 && check.output.contains("INCOMPLETE"), "\(check.output) \(check.messages)")
    }

    @Test(
        "what a policy prints on standard error reaches the terminal, marked; our environment does not reach it"
    )
    func talk() throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let script = "read -r greeting; echo \"$greeting\" >&2; env >&2; echo '{\"protocol\":2}'"
        let result = try run(script, in: folder)
        #expect(
            result.status == 65 && result.messages.contains("policy: {\"message\":\"hello\",\"protocol\":1,"))
        #expect(result.messages.contains("greeting at 0.0 s, line 1"), "\(result.messages)")
        let names = result.messages.split(separator: "\n").filter { $0.hasPrefix("policy: ") }.dropFirst().map
        {
            $0.dropFirst("policy: ".count).prefix { $0 != "=" }
        }
        // Bash makes some of its own.
        let known = [
            "HOME", "LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH", "PATH", "PYTHONPATH", "TMPDIR", "TZ",
            "USER",
            "VIRTUAL_ENV", "PWD", "SHLVL", "_", "OLDPWD",
        ]
        #expect(names.allSatisfy { known.contains(String($0)) }, "\(names)")
        let missing = try CommandResult.schedlab(small + ["--policy", "exec:no-such-program"], in: folder)
        #expect(missing.status == 69 && missing.messages.contains("cannot be started"), "\(missing.messages)")
        let none = try CommandResult.schedlab(small + ["--policy", "exec:'"], in: folder)
        #expect(none.status == 2, "\(none.messages)")
    }

    @Test("a policy inherits no open file, so that one that lives on holds nobody's pipe")
    func descriptors() throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let script = policy(answering: "[ -e /dev/fd/7 ] && exit 7; \(fifo)")
        try script.write(
            to: folder.appendingPathComponent("policy.sh"), atomically: true, encoding: .utf8)
        let program = "exec 7</dev/null; exec \"$0\" \"$@\" --policy 'exec:bash policy.sh'"
        let result = try CommandResult.run(
            URL(fileURLWithPath: "/bin/bash"), ["-c", program, Places.executable.path] + small, in: folder)
        #expect(result.status == 0, "\(result.messages)")
        // The child of the policy has the pipes of the policy alone: nobody waits for it.
        let start = ContinuousClock.now
        _ = try run(policy(answering: "sleep 60"), ["--policy-timeout", "0.3"], in: folder)
        #expect(ContinuousClock.now - start < .seconds(50))
    }

    @Test("what a policy still says when its input has ended is heard")
    func lastWords() throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let result = try run(
            policy(answering: fifo) + "\nsleep 0.4; echo 'that was all' >&2; sleep 0.1; touch ended",
            in: folder)
        #expect(result.status == 0 && result.messages.contains("policy: that was all"), "\(result.messages)")
    }

    @Test("the transcript of docs/policy-protocol.md is what is sent, byte by byte")
    func transcript() throws {
        let page = try String(
            contentsOf: Places.package.appendingPathComponent("docs/policy-protocol.md"), encoding: .utf8)
        let blocks = page.components(separatedBy: "```").enumerated().filter { $0.offset % 2 == 1 }.map(
            \.element)
        let jobs = try #require(blocks.first { $0.hasPrefix("csv\n") }).dropFirst(4)
        let transcript = try #require(blocks.first { $0.hasPrefix("transcript\n") }).dropFirst(11)
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in [("jobs.csv", jobs), ("transcript", transcript)] {
            try String(text).write(
                to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
        }
        let player = """
            while IFS= read -r line <&3; do
                if [ "${line:0:2}" = "> " ]; then
                    IFS= read -r found
                    if [ "$found" != "${line:2}" ]; then echo "found $found" >&2; exit 3; fi
                else echo "${line:2}"; fi
            done 3<transcript
            read -r more && { echo "more than the page: $more" >&2; exit 4; }
            exit 0
            """
        try player.write(
            to: folder.appendingPathComponent("player.sh"), atomically: true, encoding: .utf8)
        let result = try CommandResult.schedlab(
            [
                "run", "--cluster", "v100=1,k80=1", "--workload", "jobs:jobs.csv", "--policy",
                "exec:bash player.sh", "--round", "600", "--quiet",
            ], in: folder)
        #expect(result.status == 0 && !result.messages.contains("policy: "), "\(result.messages)")
    }
}
