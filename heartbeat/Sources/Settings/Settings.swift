/// What heartbeat.toml says: agents, routes, alarms.
public struct Settings: Equatable, Sendable {
    /// The file.
    public var path: String
    /// The folder below which prompts find their files and gates; agents start in it.
    public var workspace: String
    /// Names of the variables that prompts may show.
    public var promptEnvironment: [String]
    /// By name.
    public var agents: [AgentSettings]
    /// By name.
    public var routes: [RouteSettings]
    /// Who is told.
    public var alarm: AlarmSettings

    /// The agent of a name.
    public func agent(_ name: String) -> AgentSettings? { agents.first { $0.name == name } }

    /// The route of a name, as far as it is used.
    public func route(_ name: String) -> RouteSettings? { routes.first { $0.name == name && $0.isEnabled } }
}
