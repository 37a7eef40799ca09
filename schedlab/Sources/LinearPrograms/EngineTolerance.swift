/// Tolerances that more than one part of the engines, or a policy, needs.
public enum EngineTolerance {
    /// What an engine is asked for where the certificate judges the answer: finer than what that accepts.
    public static let usual = 1e-8
    /// Keeps a relative difference finite where what it is relative to is zero; smaller than any scale of a program.
    static let smallestScale = 1e-300
}
