/// Writes a strip as bytes and finds the instants that it refers to; `docs/page-parts.md` has the form.
struct StripCode {
    /// The instants of the strip after the first one, ascending: its border and everything between.
    let instants: [Double]
    /// The stays as bytes.
    let bytes: [UInt8]

    private static let shareFlag: UInt8 = 1
    private static let continuedFlag: UInt8 = 2
    private static let goesOnFlag: UInt8 = 4

    /// Writes a strip.
    ///
    /// - Parameters:
    ///   - strip: The stays.
    ///   - firstInstant: Index of the strip's beginning among the run's instants.
    init(_ strip: StayStrip, firstInstant: Int) {
        let all = Self.instants(strip)
        instants = Array(all.dropFirst())
        var writer = CountWriter()
        writer.reserve(4 * strip.stays.count + strip.gpuCount)
        var reference = 0
        for gpu in 0..<strip.gpuCount {
            let stays = strip.stays[strip.range(ofGPU: gpu)]
            writer.count(stays.count)
            var (end, job) = (firstInstant, reference)
            for (position, stay) in stays.enumerated() {
                let from = firstInstant + Self.index(of: stay.fromSeconds, in: all)
                let to = firstInstant + Self.index(of: stay.toSeconds, in: all)
                writer.signed(from - end)
                Self.write(stay, length: to - from, jobStep: Int(stay.job) - job, to: &writer)
                if position == 0 { reference = Int(stay.job) }
                (end, job) = (to, Int(stay.job))
            }
        }
        bytes = writer.bytes
    }

    private static func write(_ stay: StayPiece, length: Int, jobStep: Int, to writer: inout CountWriter) {
        var flags: UInt8 = stay.milli == 1000 ? 0 : shareFlag
        if stay.isContinued { flags |= continuedFlag }
        if stay.goesOn { flags |= goesOnFlag }
        writer.count(2 * length + (flags == 0 ? 0 : 1))
        if flags != 0 { writer.byte(flags) }
        writer.signed(jobStep)
        if flags & shareFlag != 0 { writer.count(Int(stay.milli)) }
    }

    /// Every instant of the strip, ascending, from its beginning to its end.
    private static func instants(_ strip: StayStrip) -> [Double] {
        var times: [Double] = [strip.fromSeconds, strip.toSeconds]
        var last = (0.0, 0.0)
        // Gangs begin and end together: most repetitions stand side by side.
        for stay in strip.stays where (stay.fromSeconds, stay.toSeconds) != last {
            times.append(stay.fromSeconds)
            times.append(stay.toSeconds)
            last = (stay.fromSeconds, stay.toSeconds)
        }
        times.sort()
        var distinct: [Double] = []
        for time in times where time != distinct.last { distinct.append(time) }
        return distinct
    }

    private static func index(of seconds: Double, in instants: [Double]) -> Int {
        var low = 0
        var high = instants.count
        while low < high {
            let middle = (low + high) / 2
            if instants[middle] < seconds { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// Writes counts of seven bits a byte.
struct CountWriter {
    private(set) var bytes: [UInt8] = []

    mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

    mutating func byte(_ byte: UInt8) { bytes.append(byte) }

    mutating func count(_ value: Int) {
        var rest = UInt(bitPattern: value)
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    mutating func signed(_ value: Int) { count(value >= 0 ? 2 * value : -2 * value - 1) }
}
