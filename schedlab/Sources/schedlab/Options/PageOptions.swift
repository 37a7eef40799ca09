internal import ArgumentParser
private import Foundation
private import PageAssets
private import Recording
internal import Reports

/// What a page file holds.
struct PageOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Jobs whose whole lives the page tells, by id (3,17,40-49), all or none (default: the 200 that wait longest and move most).",
            valueName: "jobs"))
    var jobs: ReasonsArgument?

    @Option(
        help: ArgumentHelp("Largest file; beyond it exact times are left out (default: 25).", valueName: "MB")
    )
    var maxSize: Double?

    @Option(help: ArgumentHelp("Folder of the page's own files, for work on them.", valueName: "dir"))
    var webDir: String?

    func validate() throws {
        if let maxSize, !(maxSize > 0 && maxSize <= 10_000) {
            throw ValidationError("--max-size is \(maxSize), expected MB above 0, at most 10,000")
        }
    }

    /// The first of the flags that was given; nil = none.
    var firstGiven: String? {
        jobs != nil ? "--jobs" : maxSize != nil ? "--max-size" : webDir != nil ? "--web-dir" : nil
    }

    /// The same for the page.
    var options: PageFile.Options {
        get throws {
            var options = PageFile.Options()
            options.jobs = jobs?.selection
            if let maxSize { options.byteLimit = Int(maxSize * 1_000_000) }
            options.command = CommandLine.arguments
            if let webDir { options.files = try WebFiles(folder: webDir) }
            options.generator = "schedlab \(RootCommand.configuration.version)"
            return options
        }
    }
}
