/// Tasks that ask for the same: what fragmentation is measured against.
///
/// - Note: Weng et al., "Beware of Fragmentation", ATC 2023, section 4: the target workload; memory is
///   not part of the measure in the published simulator.
public struct TaskClass: Hashable, Sendable {
    /// CPU in thousandths of a core.
    public var cpuMilli: Int
    /// Share of each GPU in milli-GPU, `0...1000`; 0 = no GPU.
    public var milliPerGPU: Int
    /// Number of GPUs.
    public var gpuCount: Int
    /// Names of the GPU types that it accepts, joined by a bar; empty = any.
    public var acceptedTypes: String

    /// Describes a class; any GPU type will do unless said otherwise.
    public init(cpuMilli: Int, milliPerGPU: Int, gpuCount: Int, acceptedTypes: String = "") {
        self.cpuMilli = cpuMilli
        self.milliPerGPU = milliPerGPU
        self.gpuCount = gpuCount
        self.acceptedTypes = acceptedTypes
    }

    /// Whether the class accepts a GPU type.
    public func accepts(_ gpuType: String) -> Bool {
        acceptedTypes.isEmpty || acceptedTypes.split(separator: "|").contains { $0 == gpuType }
    }
}
