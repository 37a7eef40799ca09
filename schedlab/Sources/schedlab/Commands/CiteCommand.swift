internal import ArgumentParser
private import Experiments
private import Kit
private import Sweeps

/// `schedlab cite`: what to cite for an experiment.
struct CiteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cite",
        abstract: "Print what to cite for the policies, traces and mechanisms of sweeps.",
        discussion: """
            Takes sweep files, or parts by name (policy=max_min_fairness_perf). Ideas without a paper of their own, \
            such as fifo, are not listed.

            Example: schedlab cite figure-9.yaml --bibtex > related.bib
            """)

    @Argument(help: ArgumentHelp("Sweep files, or SETTING=NAME.", valueName: "what"))
    var what: [String]

    @Flag(name: .customLong("bibtex"), help: "Print entries for BibTeX.")
    var isBibTeX = false

    func run() throws {
        var uses: [CitationCatalogue.Use] = []
        for text in what {
            for use in try part(text) ?? sweep(text) where !uses.contains(use) { uses.append(use) }
        }
        let citations = CitationCatalogue.citations(uses)
        if isBibTeX {
            let entries = citations.map { "% \(names($0.uses))\n\($0.citation.bibTeX)" }
            return try StandardStreams.printResult(entries.joined(separator: "\n"))
        }
        guard !citations.isEmpty else {
            return StandardStreams.say("schedlab: nothing here has a paper of its own\n")
        }
        let lines = citations.map { "\($0.citation.text)\n  for \(names($0.uses))\n" }
        try StandardStreams.printResult(Visible.lines(lines.joined(separator: "\n")))
    }

    private func names(_ uses: [CitationCatalogue.Use]) -> String {
        uses.map { "\($0.setting) \($0.value)" }.joined(separator: ", ")
    }

    /// `policy=NAME`; nil for what has no such form and is a file then.
    private func part(_ text: String) throws -> [CitationCatalogue.Use]? {
        let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2, CitationCatalogue.settings.contains(parts[0]) else { return nil }
        return [CitationCatalogue.Use(setting: parts[0], value: parts[1])]
    }

    private func sweep(_ path: String) throws -> [CitationCatalogue.Use] {
        let plan = try SweepPlan(try SweepFile.read(path), engine: SweepOptions.engine)
        var uses: [CitationCatalogue.Use] = []
        for point in plan.points {
            for setting in CitationCatalogue.settings {
                guard let value = point.value(setting) else { continue }
                let use = CitationCatalogue.Use(setting: setting, value: value)
                if !uses.contains(use) { uses.append(use) }
            }
        }
        return uses
    }
}
