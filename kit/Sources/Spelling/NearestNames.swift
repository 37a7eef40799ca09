/// The names most like a misspelt one, for error messages.
///
/// - Parameters:
///   - name: What was given.
///   - candidates: The legal names.
/// - Returns: Up to three, the nearest first; empty when none is near.
public func nearest(to name: String, among candidates: [String]) -> [String] {
    let wanted = Array(name.lowercased().utf8)
    let limit = max(2, wanted.count / 2)
    return
        candidates
        .map { (distance: editDistance(wanted, Array($0.lowercased().utf8)), name: $0) }
        .filter { $0.distance <= limit }
        .sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
        .prefix(3)
        .map(\.name)
}

/// Levenshtein distance.
///
/// - Complexity: O(a · b).
private func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var row = Array(0...b.count)
    for i in a.indices {
        var diagonal = row[0]
        row[0] = i + 1
        for j in b.indices {
            let substituted = diagonal + (a[i] == b[j] ? 0 : 1)
            diagonal = row[j + 1]
            row[j + 1] = min(substituted, row[j] + 1, row[j + 1] + 1)
        }
    }
    return row[b.count]
}
