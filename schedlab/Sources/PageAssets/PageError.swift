/// What can be wrong with the files of a page.
public enum PageError: Error, Equatable, CustomStringConvertible {
    /// A file cannot be read as text.
    case unreadable(path: String)
    /// A file is not there.
    case missing(path: String, wantedBy: String)
    /// Modules import each other in a circle.
    case circle(path: String)
    /// Two modules of one script declare the same name.
    case doubleName(name: String, first: String, second: String)
    /// A line of a module is not of the kind that can be joined.
    case notJoinable(path: String, line: String)
    /// The markup lacks a mark, or has it twice.
    case mark(String)

    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .unreadable(let path): "\(path): cannot be read as UTF-8 text"
        case .missing(let path, let wantedBy):
            "\(path) is not among the page's files, but \(wantedBy) needs it; --web-dir names their folder"
        case .circle(let path): "\(path) imports itself by way of others; modules are joined in order"
        case .doubleName(let name, let first, let second):
            "\(first) and \(second) both declare '\(name)'; names must differ in modules that are joined"
        case .notJoinable(let path, let line):
            "\(path): '\(line)' cannot be joined; expected import { a } from \"./b.js\"; or export before a declaration"
        case .mark(let mark): "page.html must hold \(mark) exactly once"
        }
    }
}
