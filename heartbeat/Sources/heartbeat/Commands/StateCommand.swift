internal import ArgumentParser
private import HeartbeatFile
private import Kit
private import Ledger

/// How everything is.
struct StateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "state", abstract: "Show the last runs of the tasks, the routes and the open alarms.",
        discussion: """
            Ends with 1 while an alarm is open.

            Example: heartbeat state --json
            """)

    @OptionGroup var state: StateOptions
    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let ledger = try state.reading()
        let (tasks, routes, alarms) = (try ledger.tasks(), try ledger.routes(), try ledger.openAlarms())
        let lastPass = try ledger.value(.lastPass).flatMap { Int($0) }
        if json {
            try StandardStreams.printResult(Self.json(lastPass, tasks, routes, alarms).indented)
        } else {
            try StandardStreams.printResult(Self.text(lastPass, tasks, routes, alarms))
        }
        if !alarms.isEmpty { throw ExitStatus.alarmOpen.exit }
    }

    private static func json(
        _ lastPass: Int?, _ tasks: [TaskRow], _ routes: [RouteRow], _ alarms: [AlarmRow]
    ) -> JSONValue {
        func time(_ seconds: Int?) -> JSONValue { .text(seconds.map(Instant.text)) }
        return .object([
            ("lastPass", time(lastPass)),
            (
                "tasks",
                .object(
                    tasks.map { row in
                        (
                            row.name,
                            .object([
                                ("lastRun", time(row.lastRun)), ("lastDelivered", time(row.lastDelivered)),
                                ("failuresInARow", .int(row.failuresInARow)), ("failure", .text(row.failure)),
                            ])
                        )
                    })
            ),
            (
                "routes",
                .object(
                    routes.map { row in
                        (
                            row.name,
                            .object([
                                ("lastAccepted", time(row.lastAccepted)),
                                ("lastAcknowledged", time(row.lastAcknowledged)),
                                ("failures", .int(row.failures)), ("openUntil", time(row.openUntil)),
                            ])
                        )
                    })
            ),
            (
                "alarms",
                .array(
                    alarms.map { row in
                        .object([
                            ("key", .string(row.key)), ("opened", time(row.opened)),
                            ("text", .string(row.text)),
                        ])
                    })
            ),
        ])
    }

    private static func text(
        _ lastPass: Int?, _ tasks: [TaskRow], _ routes: [RouteRow], _ alarms: [AlarmRow]
    ) -> String {
        func time(_ seconds: Int?) -> String { seconds.map(Instant.text) ?? "never" }
        var parts = ["last pass: \(time(lastPass))\n"]
        var table = TextTable(
            heading: ["TASK", "LAST RUN", "LAST DELIVERED", "FAILURES"],
            alignments: [.left, .left, .left, .right])
        for row in tasks {
            table.addRow([
                Visible.text(row.name), time(row.lastRun), time(row.lastDelivered), "\(row.failuresInARow)",
            ])
        }
        parts.append(table.text)
        table = TextTable(
            heading: ["ROUTE", "LAST ACCEPTED", "LAST ACKNOWLEDGED", "FAILURES"],
            alignments: [.left, .left, .left, .right])
        for row in routes {
            table.addRow([
                Visible.text(row.name), time(row.lastAccepted), time(row.lastAcknowledged), "\(row.failures)",
            ])
        }
        parts.append(table.text)
        parts.append(
            alarms.isEmpty
                ? "no alarm is open\n"
                : alarms.map { "ALARM since \(time($0.opened)): \(Visible.lines($0.text))\n" }.joined())
        return parts.joined(separator: "\n")
    }
}
