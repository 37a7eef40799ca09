import Foundation
import TestSupport
import Testing
import Traces
import Workload

@Suite("Times of users' own jobs")
struct JobTimesTests {
    private func read(
        _ text: String, zone: String? = nil, strict: Bool = false
    ) throws -> (jobs: [Job], report: ImportReport) {
        let path = try Places.temporaryFolder().appendingPathComponent("jobs.csv").path
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return try UserJobsReader(
            speeds: SpeedBook(try GavelMeasurements.table()), isStrict: strict,
            zone: zone.flatMap { TimeZone(identifier: $0) }
        ) { _ in nil }.read(path: path)
    }

    @Test(
        "a file that mixes two origins is refused, with the line",
        arguments: [
            ("0,\n,2024-03-10T10:00:00Z", 3, "line 2 gives only submit_seconds and line 3 only submit_time"),
            (",2024-03-10T10:00:00Z\n5,2024-03-10T10:00:00Z\n9,", 4, "line 4 gives only submit_seconds"),
            ("0,2024-03-10T10:00:00Z\n60,2024-03-10T10:00:00Z", 3, "submit_seconds and submit_time disagree"),
        ])
    func mixedOrigins(times: String, line: Int, problem: String) throws {
        let rows = times.split(separator: "\n").map { "\($0),100,1" }.joined(separator: "\n")
        let error = #expect(throws: TraceError.self) {
            try read("submit_seconds,submit_time,duration_seconds,gpus\n\(rows)\n")
        }
        #expect(error?.description.contains(":\(line): ") == true, "\(String(describing: error))")
        #expect(error?.description.contains(problem) == true, "\(String(describing: error))")
    }

    @Test("two columns that agree are one origin")
    func agreement() throws {
        let (jobs, _) = try read(
            """
            submit_seconds,submit_time,duration_seconds,gpus
            1000,2024-03-10T10:00:00Z,100,1
            1060,2024-03-10T10:01:00Z,100,1
            """)
        #expect(jobs.map(\.arrivalSeconds) == [0, 60])
    }

    @Test("the report says span, median and longest duration, and warns where they are not plausible")
    func plausibility() throws {
        let usual = try read("submit_seconds,duration_seconds,gpus\n0,100,1\n60,300,1\n90,200,1\n").report
        let times = try #require(usual.times)
        #expect(times.arrivalSpanSeconds == 90 && times.medianDurationSeconds == 200)
        #expect(times.longestDurationSeconds == 300)
        #expect(usual.warnings.isEmpty)
        for (rows, words) in [
            ("0,100,1\n1710000000,100,1", "years: are all in seconds from one origin"),
            ("0,3456000,1\n9,3456000,1", "half of the jobs last 40.0 days or more"),
            ("1710000000000,100,1\n1710000060000,100,1", "are these milliseconds"),
            ("0,0.5,1\n9,0.5,1", "minutes or hours"),
            ("0,100,1\n9,100,1\n10,100000000,1", "the longest job lasts 3.2 years"),
        ] {
            let warnings = try read("submit_seconds,duration_seconds,gpus\n\(rows)\n").report.warnings
            #expect(warnings.contains { $0.contains(words) }, "\(warnings)")
        }
    }

    @Test("recorded starts are taken as arrivals are, others passed over and counted")
    func recordedStarts() throws {
        let (jobs, report) = try read(
            """
            submit_time,duration_seconds,gpus,recorded_start_seconds
            2024-03-01T12:00:00Z,100,1,2024-03-01T12:05:00Z
            2024-03-01T12:01:00Z,100,1,
            2024-03-01T12:01:00Z,100,1,300
            2024-03-01T12:01:00Z,100,1,soon
            2024-03-01T12:01:00Z,100,1,2024-03-01T12:00:00Z
            """)
        #expect(jobs.map { $0.details?.recordedStartSeconds } == [300, nil, nil, nil, 0])
        #expect(report.dropped.isEmpty)
        #expect(
            report.warnings.contains { $0.hasPrefix("1 x recorded_start_seconds does not count as arrivals") }
        )
        #expect(report.warnings.contains { $0.contains("line 5: 'soon'") })
        #expect(report.warnings.contains("1 x recorded_start_seconds is before the arrival"))
    }

    @Test("local times follow the clocks of their zone")
    func localTimes() throws {
        let (jobs, report) = try read(
            """
            submit_time,duration_seconds,gpus
            2024-03-31T01:59:59,100,1
            2024-03-31T03:00:00,100,1
            2024-03-31T02:30:00,100,1
            2024-03-31T01:00:01Z,100,1
            2024-10-27T02:30:00,100,1
            2024-10-27T00:30:00Z,100,1
            2024-07-01T00:00:00+02,100,1
            2024-07-01T00:00:00,100,1
            """, zone: "Europe/Berlin")
        let arrivals = jobs.map(\.arrivalSeconds)
        #expect(Array(arrivals.prefix(3)) == [0, 1, 2])
        #expect(arrivals[3] == arrivals[4] && arrivals[5] == arrivals[6])
        #expect(report.dropped.map(\.line) == [4])
        #expect(report.dropped.first?.reason.contains("clocks are put forward over it") == true)
        #expect(report.warnings.contains { $0.hasPrefix("1 x submit_time comes twice in Europe/Berlin") })
        #expect(throws: TraceError.self) {
            try read(
                "submit_time,duration_seconds,gpus\n2024-10-27T02:30:00,1,1\n", zone: "Europe/Berlin",
                strict: true)
        }
    }
}

@Suite("Columns that change nothing")
struct InformativeColumnsTests {
    private func read(_ text: String, strict: Bool = false) throws -> (jobs: [Job], report: ImportReport) {
        let path = try Places.temporaryFolder().appendingPathComponent("jobs.csv").path
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return try UserJobsReader(speeds: SpeedBook(try GavelMeasurements.table()), isStrict: strict) { _ in
            nil
        }
        .read(path: path)
    }

    @Test("unknown words of state keep the job and are counted by word")
    func states() throws {
        let words = [
            "completed", "OUT_OF_MEMORY", "NODE_FAIL", "CANCELLED by 1042", "preempted", "NODE_FAIL", "5",
            "TIMEOUT",
        ]
        let rows = words.enumerated().map { "\($0.offset),100,1,\($0.element)\n" }.joined()
        for strict in [false, true] {
            let (jobs, report) = try read(
                "submit_seconds,duration_seconds,gpus,state\n\(rows)", strict: strict)
            #expect(
                jobs.map { $0.details?.state }
                    == [.completed, .other, .other, .cancelled, .other, .other, .other, .timeout])
            #expect(report.dropped.isEmpty && report.warnings.count == 4)
            #expect(
                report.warnings.first
                    == "2 x state 'NODE_FAIL' is not known, the job is kept (line 4: 'NODE_FAIL', line 7: 'NODE_FAIL')"
            )
        }
    }

    @Test(
        "a malformed value keeps the job and is counted; strict refuses it",
        arguments: [
            ("time_limit_seconds", "UNLIMITED"), ("deadline_seconds", "-5"), ("nodes", "1.5"),
            ("nodes", "0x2"),
            ("recorded_start_seconds", "Unknown"),
        ])
    func malformed(column: String, value: String) throws {
        let text = "submit_seconds,duration_seconds,gpus,\(column)\n0,100,1,\(value)\n5,100,1,\n"
        let (jobs, report) = try read(text)
        #expect(jobs.count == 2 && report.dropped.isEmpty)
        #expect(
            report.warnings.count == 1 && report.warnings[0].contains("line 2: '\(value)'"),
            "\(report.warnings)")
        #expect(throws: TraceError.self) { try read(text, strict: true) }
    }

    @Test("rows that are left out are counted by reason, with ten examples each")
    func dropReasons() throws {
        var text = "submit_seconds,duration_seconds,gpus\n0,100,1\n"
        for row in 0..<37 { text += "\(row),\(row % 2 == 0 ? "-1" : "none"),1\n" }
        for _ in 0..<3 { text += "0,100,none\n" }
        let reasons = try read(text).report.dropReasons
        #expect(reasons.map(\.count) == [37, 3] && reasons.map(\.examples.count) == [10, 3])
        #expect(reasons[0].reason.hasPrefix("duration_seconds is not a number of seconds > 0"))
        #expect(reasons[1].reason.hasPrefix("gpus is 'none'"))
    }
}
