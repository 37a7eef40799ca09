private import Foundation
private import Kit
public import LinearPrograms

/// Allocation programs as JSON files, so that engines can be compared on programs of real runs.
///
/// The form is described in `docs/file-formats.md`. Numbers are written so that they are read back to the bit.
public enum ProgramFile {
    private static let schemaVersion = 1
    /// The common name of the programs of a run, `#` for their number.
    public static let family = "program-#.json"

    /// The name of the program with a number, >= 1.
    static func name(number: Int) -> String {
        let digits = String(number)
        let padded = String(repeating: "0", count: max(0, 6 - digits.count)) + digits
        return family.split(separator: "#").joined(separator: padded)
    }

    private struct Contents: Codable {
        var schemaVersion: Int
        var label: String
        var isLexicographic: Bool
        var levelWeight: Double
        var capacities: [Double]
        var receivers: [Receiver]
    }

    private struct Receiver: Codable {
        var demand: Double
        var need: Double
        var floor: Double?
        var multiplicity: Double
        var classID: Int32
        var columns: [Column]
    }

    private struct Column: Codable {
        var resource: Int
        var slope: Double
        var rate: Double
        var upper: Double?
    }

    /// Writes a program.
    ///
    /// - Parameters:
    ///   - problem: The program; must not be what is left of another.
    ///   - isLexicographic: Whether its levels are filled like water.
    ///   - path: The file, which appears when it is complete.
    /// - Throws: `FileError`.
    public static func write(_ problem: AllocationProblem, isLexicographic: Bool, to path: String) throws {
        let receivers = (0..<problem.receiverCount).map { i in
            Receiver(
                demand: problem.demands[i], need: problem.needs[i],
                floor: problem.floors[i] > -.infinity ? problem.floors[i] : nil,
                multiplicity: problem.multiplicities[i], classID: problem.classIDs[i],
                columns: problem.columns(of: i).map { k in
                    Column(
                        resource: Int(problem.columnResources[k]), slope: problem.columnSlopes[k],
                        rate: problem.columnRates[k],
                        upper: problem.columnUppers[k] < .infinity ? problem.columnUppers[k] : nil)
                })
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let data = try encoder.encode(
            Contents(
                schemaVersion: schemaVersion, label: problem.label, isLexicographic: isLexicographic,
                levelWeight: problem.levelWeight, capacities: problem.capacities, receivers: receivers))
        try AtomicFile.write(String(decoding: data, as: UTF8.self) + "\n", to: path)
    }

    /// Reads a program.
    ///
    /// - Parameter path: The file.
    /// - Returns: The program, and whether its levels are to be filled like water.
    /// - Throws: `FileError` or ``ExperimentError/malformedProgram(file:problem:)``.
    public static func read(path: String) throws -> (problem: AllocationProblem, isLexicographic: Bool) {
        let text = try TextFile.text(path)
        let contents: Contents
        do {
            contents = try JSONDecoder().decode(Contents.self, from: Data(text.utf8))
        } catch {
            throw ExperimentError.malformedProgram(file: path, problem: "it is no JSON of this form")
        }
        try check(contents, file: path)
        var problem = AllocationProblem(
            label: contents.label, capacities: contents.capacities, levelWeight: contents.levelWeight)
        for receiver in contents.receivers {
            problem.addReceiver(
                demand: receiver.demand, need: receiver.need, floor: receiver.floor,
                multiplicity: receiver.multiplicity, classID: receiver.classID)
            for column in receiver.columns {
                problem.addColumn(
                    resource: column.resource, slope: column.slope, rate: column.rate,
                    upper: column.upper ?? .infinity)
            }
        }
        return (problem, contents.isLexicographic)
    }

    private static func check(_ contents: Contents, file: String) throws(ExperimentError) {
        func refuse(_ problem: String) -> ExperimentError { .malformedProgram(file: file, problem: problem) }
        guard contents.schemaVersion == schemaVersion else {
            throw refuse("its schemaVersion is \(contents.schemaVersion), not \(schemaVersion)")
        }
        guard !contents.capacities.isEmpty, contents.capacities.allSatisfy({ $0 > 0 && $0.isFinite }) else {
            throw refuse("a capacity is not > 0")
        }
        guard contents.levelWeight >= 0 else { throw refuse("its levelWeight is negative") }
        for (i, receiver) in contents.receivers.enumerated() {
            guard receiver.demand > 0, receiver.multiplicity >= 1, receiver.need >= 0 else {
                throw refuse("receiver \(i) has a demand <= 0, a multiplicity < 1 or a need < 0")
            }
            for column in receiver.columns {
                guard contents.capacities.indices.contains(column.resource), column.rate >= 0,
                    column.upper ?? 1 > 0
                else { throw refuse("receiver \(i) has a column that is out of range") }
            }
        }
    }
}
