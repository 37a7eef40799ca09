/// What programs that are started see of the environment.
public enum ProgramEnvironment {
    /// Variables that every program needs to find its way.
    private static let common = ["HOME", "LANG", "LC_ALL", "LOGNAME", "PATH", "TMPDIR", "TZ", "USER"]

    /// The common variables and those that are named, by name.
    public static func variables(_ names: [String], of environment: [String: String]) -> [(String, String)] {
        var variables = (common + names).sorted().reduce(into: [(String, String)]()) { found, name in
            if let value = environment[name], found.last?.0 != name { found.append((name, value)) }
        }
        if environment["PATH"] == nil { variables.append(("PATH", "/usr/local/bin:/usr/bin:/bin")) }
        return variables
    }
}
