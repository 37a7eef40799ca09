/// The mechanisms by name, for lists and messages.
public enum MechanismCatalogue {
    /// One mechanism.
    public struct Entry: Sendable {
        /// Name on the command line.
        public let name: String
        /// One line for `schedlab list mechanisms`.
        public let summary: String
    }

    /// Every mechanism, the default first.
    public static let all: [Entry] = [
        Entry(
            name: "standard",
            summary: "rounds of fixed length, shares by credit, exact ends, no idle GPU that a job could use"),
        Entry(name: "gavel", summary: "Gavel's simulator to the letter, quirks included"),
        Entry(
            name: "run-to-completion",
            summary: "no preemption: a job that starts keeps its GPUs until its end (fifo, fifo_perf, "
                + "easy_backfill)"),
    ]
}
