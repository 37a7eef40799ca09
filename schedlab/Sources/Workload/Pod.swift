/// A task as Alibaba's openb trace lists it: what it asks of a node, and when it was there.
public struct Pod: Sendable, Equatable {
    /// Unique name.
    public var name: String
    /// CPU in thousandths of a core.
    public var cpuMilli: Int
    /// Memory in MiB.
    public var memoryMiB: Int
    /// Number of GPUs; 0 = none.
    public var gpuCount: Int
    /// Share of each GPU in milli-GPU, `1...1000`; below 1000 with one GPU only; 0 without GPUs.
    public var milliPerGPU: Int
    /// Names of the GPU types that it accepts, joined by a bar; empty = any.
    public var acceptedTypes: String
    /// When it was created, in seconds from the trace's start; nil = not said.
    public var creationSeconds: Double?
    /// When it got its node; nil = it never did, or not said.
    public var scheduledSeconds: Double?
    /// When it was gone; nil = not said.
    public var deletionSeconds: Double?
    /// Quality-of-service class; empty = not said.
    public var serviceClass = ""
    /// Phase in which it was recorded; empty = not said.
    public var phase = ""

    /// Describes a pod without times.
    public init(
        name: String, cpuMilli: Int, memoryMiB: Int, gpuCount: Int, milliPerGPU: Int,
        acceptedTypes: String = ""
    ) {
        self.name = name
        self.cpuMilli = cpuMilli
        self.memoryMiB = memoryMiB
        self.gpuCount = gpuCount
        self.milliPerGPU = milliPerGPU
        self.acceptedTypes = acceptedTypes
    }

    /// GPU share in all, in milli-GPU.
    public var totalMilli: Int { gpuCount * milliPerGPU }
}
