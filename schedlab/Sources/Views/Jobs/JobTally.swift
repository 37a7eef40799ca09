internal import Recording

/// What a job has done with its GPUs so far, stay by stay.
struct JobTally {
    /// The stay that lasts.
    private(set) var isRunning = false
    private(set) var type = 0
    private(set) var gpus = GPURuns()
    private(set) var milliPerGPU = 0
    private(set) var fromSeconds = 0.0
    private var isWide = false
    private var lastGPUs = GPURuns()
    private var lastToSeconds = Double.nan
    private var warmUpSeconds = 0.0
    private let secondsPerMove: Double

    /// Times that it got GPUs without having had any just before.
    private(set) var startCount = 0
    /// Seconds with GPUs.
    private(set) var heldSeconds = 0.0
    /// Seconds without work after moves and resumptions.
    private(set) var movingSeconds = 0.0
    /// Seconds of work at the speed of the fastest type.
    private(set) var fastestSeconds = 0.0
    /// Seconds that slower types took longer for it.
    private(set) var slowerSeconds = 0.0
    /// Seconds with GPUs whose work did not count.
    private(set) var uncreditedSeconds = 0.0
    /// Seconds of work on more nodes than it needs, at the speed of the fastest type.
    private(set) var wideSeconds = 0.0
    /// False when a speed was not known.
    private(set) var hasSpeeds = true

    init(secondsPerMove: Double) { self.secondsPerMove = secondsPerMove }

    /// Begins a stay.
    ///
    /// - Parameters:
    ///   - placed: Where.
    ///   - spread: Tells whether that is on more nodes than it needs.
    mutating func begin(_ placed: RecordedPlacement, _ spread: NodeSpread) {
        let goesOn = lastToSeconds == placed.nowSeconds
        if !goesOn { startCount += 1 }
        let isFirst = heldSeconds == 0
        warmUpSeconds = isFirst || (goesOn && lastGPUs == placed.gpus) ? 0 : secondsPerMove
        if placed.gpus != gpus { isWide = spread.isWide(placed.gpus, type: placed.type) }
        isRunning = true
        type = placed.type
        gpus = placed.gpus
        milliPerGPU = placed.milliPerGPU
        fromSeconds = placed.nowSeconds
    }

    /// Ends the stay that lasts.
    ///
    /// - Parameters:
    ///   - toSeconds: When it ends.
    ///   - isCredited: Whether its work counts.
    ///   - speed: That of the type by that of the fastest; nil = not known.
    mutating func end(atSeconds toSeconds: Double, isCredited: Bool, _ speed: Double?) {
        isRunning = false
        lastGPUs = gpus
        lastToSeconds = toSeconds
        let seconds = max(toSeconds - fromSeconds, 0)
        heldSeconds += seconds
        guard let speed else {
            hasSpeeds = false
            return
        }
        guard isCredited else {
            uncreditedSeconds += seconds
            return
        }
        let moving = min(warmUpSeconds, seconds)
        movingSeconds += moving
        fastestSeconds += (seconds - moving) * speed
        if isWide { wideSeconds += (seconds - moving) * speed }
        slowerSeconds += (seconds - moving) * (1 - speed)
    }
}
