/// Idle GPU share, split by whether the target workload could use it, and by why not.
///
/// Every figure is in milli-GPU, weighted by the popularity of the classes; together they are the idle share.
///
/// - Note: Weng et al., ATC 2023, section 4.1; names of the published simulator in brackets.
public struct FragmentationCauses: Sendable, Equatable {
    /// Neither enough GPU nor enough CPU for the class (q1).
    public var lackOfBoth = 0.0
    /// Not enough GPU, or GPUs whose rest is too small for the class (q2).
    public var lackOfGPU = 0.0
    /// Usable: the only part that is no fragment (q3).
    public var usable = 0.0
    /// Enough GPU but not enough CPU (q4).
    public var lackOfCPU = 0.0
    /// A class without GPUs fits, so the idle GPUs are no use to it (xl).
    public var noGPUWanted = 0.0
    /// A class without GPUs does not fit (xr).
    public var noGPUWantedNorFit = 0.0
    /// The class does not accept the node's GPU type (na).
    public var noAccess = 0.0

    /// Nothing idle.
    public init() {}

    /// What the target workload cannot use, in milli-GPU.
    ///
    /// The order of the sum is that of the published simulator: at no change in fragmentation the last bit
    /// decides a score of FGD.
    public var fragmentMilli: Double {
        0 + lackOfBoth + lackOfGPU + lackOfCPU + noGPUWanted + noGPUWantedNorFit + noAccess
    }

    /// The seven figures in the published order: q1, q2, q3, q4, xl, xr, na.
    public var inPublishedOrder: [Double] {
        [lackOfBoth, lackOfGPU, usable, lackOfCPU, noGPUWanted, noGPUWantedNorFit, noAccess]
    }

    /// Adds cause by cause.
    @inlinable public static func + (a: Self, b: Self) -> Self {
        var sum = a
        sum.lackOfBoth += b.lackOfBoth
        sum.lackOfGPU += b.lackOfGPU
        sum.usable += b.usable
        sum.lackOfCPU += b.lackOfCPU
        sum.noGPUWanted += b.noGPUWanted
        sum.noGPUWantedNorFit += b.noGPUWantedNorFit
        sum.noAccess += b.noAccess
        return sum
    }
}
