/// Maps items with a limited count of them at a time; results keep the order of the items.
func concurrentMap<Item: Sendable, Result: Sendable>(
    _ items: [Item], width: Int, _ body: @escaping @Sendable (Item) async -> Result
) async -> [Result] {
    await withTaskGroup(of: (Int, Result).self) { group in
        var results = [Result?](repeating: nil, count: items.count)
        var next = 0
        while next < min(max(1, width), items.count) {
            let index = next
            group.addTask { (index, await body(items[index])) }
            next += 1
        }
        for await (index, result) in group {
            results[index] = result
            guard next < items.count else { continue }
            let following = next
            group.addTask { (following, await body(items[following])) }
            next += 1
        }
        return results.compactMap { $0 }
    }
}
