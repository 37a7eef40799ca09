/// What to cite for the parts of an experiment.
public enum CitationCatalogue {
    /// What an experiment used, by the names of its settings.
    public struct Use: Sendable, Hashable {
        /// `policy`, `placement`, `mechanism`, `workload`, `cluster`, `nodes` or `pods`.
        public let setting: String
        /// Its value.
        public let value: String

        /// A use.
        public init(setting: String, value: String) {
            self.setting = setting
            self.value = value
        }
    }

    static let gavel = Citation(
        key: "gavel-osdi20",
        authors: [
            "Narayanan, Deepak", "Santhanam, Keshav", "Kazhamiaka, Fiodar", "Phanishayee, Amar",
            "Zaharia, Matei",
        ],
        title: "Heterogeneity-Aware Cluster Scheduling Policies for Deep Learning Workloads",
        venue: "14th USENIX Symposium on Operating Systems Design and Implementation (OSDI)", year: 2020)
    static let themis = Citation(
        key: "themis-nsdi20",
        authors: [
            "Mahajan, Kshiteej", "Balasubramanian, Arjun", "Singhvi, Arjun", "Venkataraman, Shivaram",
            "Akella, Aditya", "Phanishayee, Amar", "Chawla, Shuchi",
        ],
        title: "Themis: Fair and Efficient GPU Cluster Scheduling",
        venue: "17th USENIX Symposium on Networked Systems Design and Implementation (NSDI)", year: 2020)
    static let tiresias = Citation(
        key: "tiresias-nsdi19",
        authors: [
            "Gu, Juncheng", "Chowdhury, Mosharaf", "Shin, Kang G.", "Zhu, Yibo", "Jeon, Myeongjae",
            "Qian, Junjie", "Liu, Hongqiang", "Guo, Chuanxiong",
        ],
        title: "Tiresias: A GPU Cluster Manager for Distributed Deep Learning",
        venue: "16th USENIX Symposium on Networked Systems Design and Implementation (NSDI)", year: 2019)
    static let easy = Citation(
        key: "easy-jsspp95", authors: ["Lifka, David A."], title: "The ANL/IBM SP Scheduling System",
        venue: "Job Scheduling Strategies for Parallel Processing (JSSPP)", year: 1995)
    static let fgd = Citation(
        key: "fgd-atc23",
        authors: [
            "Weng, Qizhen", "Yang, Lingyun", "Yu, Yinghao", "Wang, Wei", "Tang, Xiaochuan", "Yang, Guodong",
            "Zhang, Liping",
        ],
        title:
            "Beware of Fragmentation: Scheduling GPU-Sharing Workloads with Fragmentation Gradient Descent",
        venue: "USENIX Annual Technical Conference (ATC)", year: 2023)
    static let gandiva = Citation(
        key: "gandiva-osdi18",
        authors: [
            "Xiao, Wencong", "Bhardwaj, Romil", "Ramjee, Ramachandran", "Sivathanu, Muthian", "Kwatra, Nipun",
            "Han, Zhenhua", "Patel, Pratyush", "Peng, Xuan", "Zhao, Hanyu", "Zhang, Quanlu", "Yang, Fan",
            "Zhou, Lidong",
        ],
        title: "Gandiva: Introspective Cluster Scheduling for Deep Learning",
        venue: "13th USENIX Symposium on Operating Systems Design and Implementation (OSDI)", year: 2018)
    static let inTheWild = Citation(
        key: "mlaas-nsdi22",
        authors: [
            "Weng, Qizhen", "Xiao, Wencong", "Yu, Yinghao", "Wang, Wei", "Wang, Cheng", "He, Jian",
            "Li, Yong",
            "Zhang, Liping", "Lin, Wei", "Ding, Yu",
        ],
        title:
            "MLaaS in the Wild: Workload Analysis and Scheduling in Large-Scale Heterogeneous GPU Clusters",
        venue: "19th USENIX Symposium on Networked Systems Design and Implementation (NSDI)", year: 2022)

    /// What each part rests on; parts that are not here are common knowledge or schedlab's own.
    static let entries: [(setting: String, names: [String], citations: [Citation])] = [
        ("policy", ["easy_backfill"], [easy]),
        ("policy", ["finish_time_fairness", "finish_time_fairness_perf"], [gavel, themis]),
        ("policy", ["max_min_fairness", "max_min_fairness_perf"], [gavel, tiresias]),
        (
            "policy",
            [
                "fifo_perf", "isolated", "max_sum_throughput_perf", "min_total_duration",
                "min_total_duration_perf",
            ], [gavel]
        ),
        ("placement", ["best-fit", "dot-product", "fgd"], [fgd]),
        ("placement", ["gpu-clustering"], [fgd, gandiva]), ("placement", ["gpu-packing"], [fgd, inTheWild]),
        ("placement", ["strided"], [gavel]), ("mechanism", ["gavel"], [gavel]),
        ("workload", ["gavel", "gavel-trace"], [gavel]), ("workload", ["openb-mix", "openb"], [fgd]),
        ("cluster", ["philly-108"], [gavel]), ("cluster", ["openb-2023", "alibaba-6200"], [fgd]),
        ("nodes", ["openb-2023", "alibaba-6200"], [fgd]), ("pods", ["openb-mix"], [fgd]),
    ]

    /// What to cite for uses, each publication once with what it is for, in the order of first use.
    public static func citations(_ uses: [Use]) -> [(citation: Citation, uses: [Use])] {
        var found: [(citation: Citation, uses: [Use])] = []
        for use in uses {
            // `gavel-trace:FILE` is cited as its kind.
            let kind = String(use.value.prefix { $0 != ":" })
            for entry in entries where entry.setting == use.setting && entry.names.contains(kind) {
                for citation in entry.citations {
                    if let place = found.firstIndex(where: { $0.citation == citation }) {
                        if !found[place].uses.contains(use) { found[place].uses.append(use) }
                    } else {
                        found.append((citation, [use]))
                    }
                }
            }
        }
        return found
    }

    /// Settings that name a part to cite, in the order of the list above.
    public static var settings: [String] {
        var names: [String] = []
        for entry in entries where !names.contains(entry.setting) { names.append(entry.setting) }
        return names
    }
}
