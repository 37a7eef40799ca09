internal import ArgumentParser
internal import Workload

/// `default` or seconds on the command line: what a move costs.
struct MoveCostArgument: ExpressibleByArgument {
    let costs: MoveCosts

    init?(argument: String) {
        if argument == "default" {
            costs = .byModel
        } else if let seconds = Double(argument) {
            costs = .seconds(seconds)
        } else {
            return nil
        }
    }
}
