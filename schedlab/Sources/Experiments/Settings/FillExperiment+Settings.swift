private import Kit

extension FillExperiment {
    /// Every setting of a fill by the name of its flag, in the order of `schedlab fill --help`.
    public static let settings: [Setting<FillExperiment>] = [
        .text("nodes", \.nodes), .text("pods", \.pods), .text("placement", \.placement),
        Setting(
            "ratio", .number, expected: "a number", read: { Setting<FillExperiment>.shortest($0.ratio) },
            enter: { fill, text in
                guard let ratio = DecimalNumber.double(text) else { return false }
                fill.ratio = ratio
                return true
            }),
        .seed(\.seed), .text("arrivals", \.arrivalsPath), .text("ranks", \.ranksPath),
        .toggle("strict", \.isStrict),
    ]
}
