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
            ("0,\n,2024-03-10T10:00:00Z", 3, "this row gives submit_time, earlier rows another clock"),
            (",2024-03-10T10:00:00Z\n9,", 3, "this row gives submit_seconds, earlier rows another clock"),
            (",2024-03-10T10:00:00Z\n5,2024-03-10T10:00:05Z", 3, "earlier rows another clock"),
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
            report.warnings == [
                "recorded_start_seconds cannot be read in 2 rows, first in line 4: '300'; the jobs are kept without it",
                "recorded_start_seconds is before the arrival in 1 row, first in line 6: '2024-03-01T12:00:00Z'",
            ])
    }

    @Test("the report tells durations as the file gives them, whatever GPU they were measured on")
    func durationsAsGiven() throws {
        let (jobs, report) = try read(
            "submit_seconds,duration_seconds,gpus,recorded_gpu_type\n0,100,1,t4\n9,60,1,t4\n9,100,1,t4\n")
        #expect(jobs[0].referenceDurationSeconds == 40)
        #expect(report.observations.contains("durations: median 100.0 s, longest 100.0 s"))
    }

    @Test("where rows have both clocks, recorded starts may use either")
    func recordedStartsOnBothClocks() throws {
        let (jobs, report) = try read(
            """
            submit_seconds,submit_time,duration_seconds,gpus,recorded_start_seconds
            1000,2024-03-10T10:00:00Z,100,1,1005
            1060,2024-03-10T10:01:00Z,100,1,2024-03-10T11:02:00+01:00
            """)
        #expect(jobs.map { $0.details?.recordedStartSeconds } == [5, 120])
        #expect(report.warnings.isEmpty)
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
        #expect(report.dropped.first?.reason.contains("they are put forward over it") == true)
        #expect(
            report.warnings == [
                "submit_time is shown twice by clocks in Europe/Berlin in 1 row, first in line 6: '2024-10-27T02:30:00'; the first time is taken"
            ])
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

    @Test(
        "a malformed value keeps the job and is counted, strict or not", arguments: [false, true],
        [
            ("time_limit_seconds", "UNLIMITED"), ("time_limit_seconds", "1-00:00:00"),
            ("deadline_seconds", "-5"), ("deadline_seconds", "0x2"), ("recorded_start_seconds", "Unknown"),
            ("recorded_start_seconds", "2024-03-01T12:00:00Z"), ("recorded_start_seconds", "1e300"),
        ])
    func malformed(strict: Bool, field: (column: String, value: String)) throws {
        let text = "submit_seconds,duration_seconds,gpus,\(field.column)\n0,100,1,\(field.value)\n5,100,1,\n"
        let (jobs, report) = try read(text, strict: strict)
        #expect(jobs.count == 2 && report.dropped.isEmpty)
        #expect(
            report.warnings == [
                "\(field.column) cannot be read in 1 row, first in line 2: '\(field.value)'; the jobs are kept without it"
            ])
    }
}
