internal import ArgumentParser
private import Experiments

/// `S:E` on the command line: jobs S to E-1.
struct WindowArgument: ExpressibleByArgument {
    let range: Range<Int>

    init?(argument: String) {
        guard let window = Experiment.window(argument) else { return nil }
        range = window
    }

    /// Reads a range, and says what is wrong with one that is none.
    static func parse(_ text: String) throws -> WindowArgument {
        if let window = WindowArgument(argument: text) { return window }
        throw ValidationError(
            "--window is '\(text)', expected S:E with whole numbers 0 <= S < E: jobs S to E-1 are measured")
    }
}
