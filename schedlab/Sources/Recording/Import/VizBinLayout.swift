internal import Cluster

/// The cluster of a `.viz.bin` file, and where its GPUs stand in our numbering.
///
/// The form numbers GPUs by type in the order of `gpu_types`. Files made from Gavel's logs number them by the
/// types' sorted names instead, whatever that order is; only the counts of GPUs in use tell.
struct VizBinLayout {
    /// Our layout.
    let layout: ClusterLayout
    /// Our GPU of each GPU of the file.
    private(set) var gpuOfIndex: [Int32] = []
    /// Our type of each type of the file; -1 for types without GPUs.
    private(set) var typeOfType: [Int] = []
    /// The file's type of each of its GPUs.
    private(set) var fileTypeOfIndex: [Int] = []

    /// Types in the order in which they own the file's GPUs.
    enum Order: CaseIterable {
        /// As the file lists them.
        case asWritten
        /// By their names.
        case sorted
    }

    init(_ file: VizBinFile, order: Order) throws {
        let types = file.gpuTypes
        let names = types.enumerated().map { $1.name.isEmpty ? "type \($0)" : $1.name }
        var groups: [NodeGroup] = []
        for (index, type) in types.enumerated() where type.gpuCount > 0 {
            let size = min(type.gpusPerNode, type.gpuCount)
            groups.append(
                NodeGroup(gpuType: names[index], nodeCount: type.gpuCount / size, gpusPerNode: size))
            let rest = type.gpuCount % size
            if rest > 0 { groups.append(NodeGroup(gpuType: names[index], nodeCount: 1, gpusPerNode: rest)) }
        }
        guard !groups.isEmpty else {
            throw RecordError.malformedImport(
                path: file.path, place: "configuration", problem: "gpu_types has no GPUs")
        }
        let layout = try ClusterLayout(name: "imported", groups: groups)
        self.layout = layout
        typeOfType = names.map { name in
            layout.types.firstIndex { $0.name.lowercased() == name.lowercased() } ?? -1
        }
        // Types whose names differ in case only are one type for us; their GPUs follow each other.
        var next = layout.types.map(\.gpus.lowerBound)
        var starts = [Int](repeating: 0, count: types.count)
        for (index, type) in types.enumerated() where type.gpuCount > 0 {
            starts[index] = next[typeOfType[index]]
            next[typeOfType[index]] += type.gpuCount
        }
        let owners =
            order == .asWritten
            ? Array(types.indices)
            : types.indices.sorted { names[$0] != names[$1] ? names[$0] < names[$1] : $0 < $1 }
        for type in owners {
            gpuOfIndex += (0..<types[type].gpuCount).map { Int32(starts[type] + $0) }
            fileTypeOfIndex += Array(repeating: type, count: types[type].gpuCount)
        }
    }

    /// Says that types stand in another order in the record; nil when they do not.
    func newOrder(_ file: VizBinFile) -> String? {
        let order = typeOfType.filter { $0 >= 0 }
        guard zip(order, order.dropFirst()).contains(where: { $0 > $1 }) else { return nil }
        let before = file.gpuTypes.map(\.name).joined(separator: ", ")
        let after = layout.types.map(\.name).joined(separator: ", ")
        return
            "the order of GPU types (\(before)): records number types by name (\(after)), and GPUs with them"
    }

    /// By how many GPUs the drawn allocations miss the counts in use, over all rounds, and in how many rounds.
    ///
    /// Job 0 is drawn as idle: where as many GPUs of one type are missing as it takes, none are.
    func misfit(_ file: VizBinFile) throws -> (gpuCount: Int, roundCount: Int) {
        let isShifted = file.configured("job_id_offset") != nil
        let hidden = isShifted ? nil : file.jobs.first { $0.id == 0 }.map { Int($0.scaleFactor) }
        var misfit = (gpuCount: 0, roundCount: 0)
        try file.forEachRound { round in
            var missing = round.usedGPUsOfType.map(Int.init)
            for (index, job) in round.jobOfGPU.enumerated() where job != 0 {
                missing[fileTypeOfIndex[index]] -= 1
            }
            var sum = missing.reduce(0) { $0 + abs($1) }
            if let hidden, sum == hidden, missing.contains(hidden) { sum = 0 }
            misfit.gpuCount += sum
            if sum > 0 { misfit.roundCount += 1 }
        }
        return misfit
    }

    /// The reading that fits the counts best; that of the file unless the other one is better.
    ///
    /// - Returns: The layout, and a repair when the file's order was not taken.
    static func fitting(
        _ file: VizBinFile, report: inout RecordImportReport
    ) throws -> VizBinLayout {
        let written = try VizBinLayout(file, order: .asWritten)
        let sorted = try VizBinLayout(file, order: .sorted)
        guard written.fileTypeOfIndex != sorted.fileTypeOfIndex else { return written }
        let (own, other) = (try written.misfit(file), try sorted.misfit(file))
        guard other.gpuCount < own.gpuCount else { return written }
        let names = file.gpuTypes.map(\.name).joined(separator: ", ")
        report.note(
            "gpu-type-order", own.roundCount,
            "rounds whose GPUs in use fit the types in the order of their names, not in the order written "
                + "(\(names)): types were exchanged; \(other.roundCount) rounds fit neither")
        return sorted
    }
}
