public import Foundation
public import KitTesting

extension CommandResult {
    /// Runs the built `schedlab`.
    ///
    /// - Parameters:
    ///   - arguments: Its arguments.
    ///   - environment: Variables to add or replace.
    ///   - folder: Working directory.
    /// - Returns: What it printed and how it ended.
    /// - Throws: When it cannot be started.
    public static func schedlab(
        _ arguments: [String], environment: [String: String] = [:], in folder: URL = Places.package
    ) throws -> CommandResult {
        try run(Places.executable, arguments, environment: environment, in: folder)
    }
}
