/// One thing that is wrong with a file: where it stands, what was found, what to do.
public struct Finding: Error, Equatable, Sendable, CustomStringConvertible {
    /// Line in the file, from 1.
    public let line: Int
    /// The key that it is about; nil = the file's form.
    public let key: String?
    /// What was found and what was expected.
    public let problem: String

    /// Notes a finding.
    public init(line: Int, key: String? = nil, problem: String) {
        self.line = line
        self.key = key
        self.problem = problem
    }

    /// Line, key and problem; whoever knows the path puts it in front.
    public var description: String { "\(line): \(key.map { "\($0): " } ?? "")\(problem)" }
}
