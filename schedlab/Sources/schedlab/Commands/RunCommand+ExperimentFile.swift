private import Experiments

extension RunCommand {
    /// Puts the flags of an experiment file (`schedlab run x.yaml ...`) before those on the command line.
    ///
    /// - Parameter arguments: The arguments after the program's name.
    /// - Returns: The same with the file taken in.
    /// - Throws: `ExperimentError` or `FileError`.
    static func withExperimentFile(_ arguments: [String]) throws -> [String] {
        guard arguments.count >= 2, arguments[0] == "run", !arguments[1].hasPrefix("-") else {
            return arguments
        }
        let given = Array(arguments.dropFirst(2))
        return ["run"] + (try ExperimentFile.flags(path: arguments[1], given: given)) + given
    }
}
