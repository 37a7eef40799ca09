import Experiments
import Foundation
import TestSupport
import Testing
import Traces
import Workload

@Suite("What a user's own data rest on")
struct OwnDataTests {
    private func experiment(
        _ jobs: String, cluster: String, speeds: String? = nil, openB: Bool = false
    ) throws -> Experiment {
        let folder = try Places.temporaryFolder()
        let path = folder.appendingPathComponent("jobs.csv").path
        try jobs.write(toFile: path, atomically: true, encoding: .utf8)
        var experiment = Experiment(
            cluster: cluster, workload: "\(openB ? "openb" : "jobs"):\(path)", policy: "fifo")
        experiment.mechanism = "run-to-completion"
        if let speeds {
            experiment.speedsPath = folder.appendingPathComponent("speeds.csv").path
            try speeds.write(
                toFile: experiment.speedsPath ?? "", atomically: true, encoding: .utf8)
        }
        return experiment
    }

    @Test("speeds that match nothing are said, with the nearest name")
    func unusedSpeeds() throws {
        let prepared = try PreparedExperiment(
            experiment(
                "submit_seconds,duration_seconds,gpus,model\n0,100,1,BERT-Large\n", cluster: "t4=4@4",
                speeds: "gpu_type,model,relative_speed\nt4,bert-large,0.1\nT4-16GB,,0.4\nT4,BERT-Large,0.3\n")
        )
        let report = try #require(prepared.resolved.imports.first { $0.file.hasSuffix("speeds.csv") })
        #expect(
            report.warnings == [
                "the speed of t4 with model 'bert-large' changes nothing: no job has the model 'bert-large'; did you mean 'BERT-Large'?",
                "the speed of t4-16gb changes nothing: no job has the GPU type 't4-16gb'; did you mean 't4'?",
            ])
    }

    @Test("models whose names differ only in case are told apart, and told of")
    func twins() throws {
        let jobs = "submit_seconds,duration_seconds,gpus,model\n0,9,1,BERT\n1,9,1,bert\n"
        let head = "gpu_type,model,relative_speed\nt4,bert,0.1\n"
        func warnings(_ speeds: String) throws -> [String] {
            let prepared = try PreparedExperiment(experiment(jobs, cluster: "t4=4@4", speeds: speeds))
            return try #require(prepared.resolved.imports.first { $0.file.hasSuffix("speeds.csv") }).warnings
        }
        #expect(
            try warnings(head) == [
                "the speed of t4 with model 'bert' does not hold for jobs of 'BERT': names of models count letter for letter"
            ])
        #expect(try warnings(head + "t4,BERT,0.2\n").isEmpty)
    }

    @Test("medians of other models and rates across nodes are listed with the number of jobs")
    func factors() throws {
        let jobs = "submit_seconds,duration_seconds,gpus,model\n0,1000,1,mynet\n1,30,2,\n2,30,2,\n"
        let factors = try PreparedExperiment(experiment(jobs, cluster: "k80=4@2")).resolved.factors
        #expect(factors.map(\.jobCount) == [3, 2])
        #expect(factors[0].text.hasPrefix("k80 runs models that were not measured at 0.25"))
        #expect(factors[1].text.contains("spans more nodes than it needs"))
        var anywhere = try experiment(jobs, cluster: "k80=4@2")
        anywhere.durationsHold = "anywhere"
        let prepared = try PreparedExperiment(anywhere)
        #expect(prepared.resolved.factors.isEmpty)
        var oneNode = try experiment(jobs, cluster: "k80=4@2")
        oneNode.keepsJobsOnOneNode = true
        #expect(try PreparedExperiment(oneNode).resolved.factors.map(\.jobCount) == [3])
    }

    @Test("columns of pods that a run uses are reported as used")
    func openBColumns() throws {
        let text = """
            name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,pod_phase,creation_time,deletion_time,scheduled_time
            p0,4000,8192,1,500,,LS,Running,7,100,10
            """
        let report = try #require(
            try PreparedExperiment(experiment(text, cluster: "t4=4@4", openB: true)).resolved.imports.first)
        for column in ["creation_time", "deletion_time", "scheduled_time"] {
            #expect(report.columnsUsed.contains(column) && !report.columnsKept.contains(column))
        }
        #expect(report.columnsKept == ["qos", "pod_phase"])
    }

    @Test("names that are not known are refused", arguments: ["Europe/Berln", "CET+1", ""])
    func zones(name: String) throws {
        var own = try experiment("submit_seconds,duration_seconds,gpus\n0,1,1\n", cluster: "t4=4@4")
        own.timeZone = name
        #expect(throws: ExperimentError.self) { try PreparedExperiment(own) }
        own.timeZone = nil
        own.durationsHold = name
        #expect(throws: ExperimentError.self) { try PreparedExperiment(own) }
    }
}
