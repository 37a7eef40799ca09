/// Which numbers this program computes.
///
/// Raised with every change after which some experiment has another result, whatever the program's version: results of
/// sweeps are named by it, so that nobody takes old numbers for new ones.
public enum EngineRevision {
    /// The revision.
    public static let current = 1
}
