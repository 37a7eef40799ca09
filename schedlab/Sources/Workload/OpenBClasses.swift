/// What the pods of the published openb lists ask for, as counts: enough for a fill without any file.
///
/// - Note: Source: pod lists of FGD, ATC 2023 (hkust-adsl/kubernetes-scheduler-simulator, Apache-2.0),
///   counted by CPU, memory, GPUs and share.
public enum OpenBClasses {
    /// Pods that ask for the same.
    public struct Entry: Sendable, Equatable {
        /// A pod of them, without a name.
        public var pod: Pod
        /// How many there are.
        public var count: Int
    }

    /// The lists whose counts are known.
    public static let lists = ["default", "gpushare100", "multigpu50", "cpu250"]

    /// The counts of a list, the most frequent first; empty for an unknown list.
    ///
    /// - Throws: ``WorkloadError/damagedTable(line:text:)`` if the file in the package was damaged.
    public static func entries(list: String) throws(WorkloadError) -> [Entry] {
        let text = String(decoding: PackageResources.openb_classes_csv, as: UTF8.self)
        var entries: [Entry] = []
        for (number, line) in text.split(separator: "\n").enumerated().dropFirst(2) {
            let fields = line.split(separator: ",")
            guard fields.first.map(String.init) == list else { continue }
            let numbers = fields.dropFirst().compactMap { Int($0) }
            guard numbers.count == 5 else { throw .damagedTable(line: number + 1, text: String(line)) }
            entries.append(
                Entry(
                    pod: Pod(
                        name: "", cpuMilli: numbers[0], memoryMiB: numbers[1], gpuCount: numbers[2],
                        milliPerGPU: numbers[3]),
                    count: numbers[4]))
        }
        return entries
    }

    /// The pods of a list, named by number.
    ///
    /// - Throws: ``WorkloadError/damagedTable(line:text:)`` if the file in the package was damaged.
    public static func pods(list: String) throws(WorkloadError) -> [Pod] {
        var pods: [Pod] = []
        for entry in try entries(list: list) {
            for _ in 0..<entry.count {
                var pod = entry.pod
                let digits = String(pods.count)
                pod.name = "pod-" + String(repeating: "0", count: max(0, 5 - digits.count)) + digits
                pods.append(pod)
            }
        }
        return pods
    }
}
