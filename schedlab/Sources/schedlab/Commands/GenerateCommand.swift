internal import ArgumentParser
private import Experiments
private import Kit
private import Traces
private import Workload

/// `schedlab generate`: writes workloads.
struct GenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate", abstract: "Write a generated workload to a file.",
        discussion: "Example: schedlab generate gavel --rate 4 --jobs 1000 -o jobs.csv",
        subcommands: [GavelWorkload.self])

    /// `schedlab generate gavel`.
    struct GavelWorkload: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "gavel", abstract: "Gavel's workload, as a Gavel trace or as CSV.",
            discussion: """
                --jobs counts the jobs after those of a steady-state start. A Gavel trace keeps only whole steps \
                and whole priorities; CSV keeps every digit.

                Example: schedlab generate gavel --rate 4 --jobs 1000 --multi-gpu --to gavel-trace -o jobs.trace
                """)

        /// The two forms.
        enum Form: String, ExpressibleByArgument, CaseIterable {
            case csv
            case gavelTrace = "gavel-trace"
        }

        @OptionGroup(title: "Workload") var workloadOptions: WorkloadOptions

        @Option(help: "Cluster that --steady-state fills.")
        var cluster: String?

        @Option(help: "Form of the file: csv or gavel-trace.")
        var to = Form.csv

        @Option(
            name: .shortAndLong, help: ArgumentHelp("File to write; - = standard output.", valueName: "file"))
        var outputFile = "-"

        @Option(help: ArgumentHelp("Gavel throughput JSON instead of the built-in table.", valueName: "file"))
        var throughputs: String?

        @OptionGroup(title: "Output") var overwrite: OverwriteOptions

        @OptionGroup(title: "Output") var output: OutputOptions

        func run() throws {
            guard workloadOptions.jobs != nil else {
                throw ValidationError("--jobs is missing, expected the number of jobs to write")
            }
            guard cluster == nil || workloadOptions.steadyState else {
                throw ValidationError("--cluster has a meaning with --steady-state only; leave it out")
            }
            guard outputFile != "-" || output.format == .table else {
                throw ValidationError(
                    "--format describes the report on a file; give -o FILE, or --to for the form")
            }
            guard cluster != nil || !workloadOptions.steadyState else {
                throw ValidationError("--steady-state needs --cluster, the cluster to fill")
            }
            var experiment = Experiment(cluster: cluster ?? "philly-108", workload: "gavel", policy: "fifo")
            workloadOptions.apply(to: &experiment)
            experiment.throughputsPath = throughputs
            let jobs = try GeneratedWorkload.jobs(experiment)
            let lines = jobs.map { to == .csv ? JobsCSVWriter.line($0) : GavelTraceWriter.line($0) }
            let text = (to == .csv ? JobsCSVWriter.header : "") + lines.joined()
            if outputFile == "-" {
                try output.printResult(text)
            } else {
                try overwrite.file(outputFile) { _ in false }
                try AtomicFile.write(text, to: outputFile)
                try report(jobs)
            }
        }

        private func report(_ jobs: [Job]) throws {
            let gpuCount = jobs.reduce(0) { $0 + $1.jobClass.scaleFactor }
            let last = jobs.last?.arrivalSeconds ?? 0
            switch output.format {
            case .table:
                try output.printResult(
                    """
                    \(outputFile): \(Numbers.grouped(jobs.count)) jobs that take \(Numbers.grouped(gpuCount)) GPUs in all, \
                    the last arrives at \(Numbers.grouped(last)) s

                    """)
            case .csv:
                try output.printResult(CSVLine.text(["file", "jobs", "gpus", "last_arrival_seconds"]))
                try output.printResult(CSVLine.text([outputFile, "\(jobs.count)", "\(gpuCount)", "\(last)"]))
            case .json:
                try output.printResult(
                    JSONValue.object([
                        ("schemaVersion", .int(1)), ("file", .string(outputFile)),
                        ("jobCount", .int(jobs.count)),
                        ("gpuCount", .int(gpuCount)), ("lastArrivalSeconds", .double(last)),
                    ]).indented)
            }
        }
    }
}
