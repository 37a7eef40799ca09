/// Lets so many calls through in a span of time.
struct RateLimiter {
    let limit: Int
    let spanSeconds: Int
    private var times: [Int] = []

    init(limit: Int, spanSeconds: Int) {
        self.limit = limit
        self.spanSeconds = spanSeconds
    }

    /// Counts a call; the seconds to wait when it may not be.
    mutating func take(now seconds: Int) -> Int? {
        times.removeAll { $0 + spanSeconds <= seconds }
        if times.count >= limit, let first = times.first { return max(1, first + spanSeconds - seconds) }
        times.append(seconds)
        return nil
    }
}
