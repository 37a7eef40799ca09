/// No source file is longer than a reader can hold.
struct FileLength: TidyRule {
    static let limit = 350

    let name = "file-length"
    let summary = "A source file has at most \(Self.limit) lines."

    func findings(in package: SourcePackage) -> [Finding] {
        package.sources.filter { $0.lineCount > Self.limit }.map {
            Finding(
                path: $0.path, line: Self.limit + 1,
                message: "\($0.lineCount) lines, \(Self.limit) at most: move a type into a file of its own")
        }
    }
}
