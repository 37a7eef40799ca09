/// Which numbers this program computes.
///
/// Raised with every change after which some experiment has another result, whatever the program's version: results of
/// sweeps are named by it, so that nobody takes old numbers for new ones. A test holds small experiments of every mechanism
/// against their digest and fails when the numbers change and this does not.
public enum EngineRevision {
    /// The revision.
    public static let current = 1
}
