/// Runs a command of Slurm.
public struct SlurmCommand: Sendable {
    /// How a command ended.
    public struct Result: Sendable, Equatable {
        /// Exit status.
        public var status: Int32
        /// Standard output.
        public var output: String
        /// Standard error.
        public var error: String

        /// An end.
        public init(status: Int32, output: String, error: String) {
            self.status = status
            self.output = output
            self.error = error
        }
    }

    private let body: @Sendable (_ arguments: [String]) throws -> Result

    /// - Parameter body: Runs arguments, the first of which is the program.
    public init(_ body: @escaping @Sendable ([String]) throws -> Result) { self.body = body }

    func run(_ arguments: [String]) throws -> Result { try body(arguments) }
}
