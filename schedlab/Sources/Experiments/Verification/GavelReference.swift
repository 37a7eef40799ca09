private import Foundation
private import Kit

/// A stored run of Gavel's simulator: settings, figures, every job, and often every allocation.
///
/// Names are those of the file, in camel case; `docs/verification.md` explains each.
public struct GavelReference: Decodable, Sendable {
    /// The run's settings.
    struct Arguments: Decodable, Sendable {
        var mode: String
        var policy: String
        var cluster: String
        var gpusPerServer: String?
        var seed: UInt64
        var rate: Double?
        var window: String?
        var steady: Bool
        var multi: Bool
        var multiPriority: Bool
        var numJobs: Int?
        var trace: String?
        var interval: Double
    }

    /// Counters of the run.
    struct Counters: Decodable, Sendable {
        var rounds: Int
        var policyCalls: Int
    }

    /// One job of the run.
    struct JobRecord: Decodable, Sendable {
        var jobId: Int
        var arrival: Double
        var end: Double?
        var jct: Double?
        var jobType: String
        var scaleFactor: Int
        var totalSteps: Double
        var priorityWeight: Double
    }

    /// One answer of the policy.
    struct Allocation: Decodable, Sendable {
        var t: Double
        var x: [String: [String: Double]]
    }

    var args: Arguments
    var avgJct: Double?
    var utilization: Double?
    var makespan: Double
    var completed: Int
    var generated: Int
    var stats: Counters
    var leaseExt: [Int]?
    var failed: [Int]
    var jobs: [JobRecord]
    var allocations: [Allocation]?

    /// Reads a file.
    ///
    /// - Throws: ``ExperimentError/malformedReference(file:problem:)`` or a `FileError`.
    public static func read(path: String) throws -> GavelReference {
        let data = Data(try TextFile.bytes(path))
        do {
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            return try decoder.decode(GavelReference.self, from: data)
        } catch let error as DecodingError {
            throw ExperimentError.malformedReference(file: path, problem: problem(error))
        }
    }

    private static func problem(_ error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, let context):
            "'\(inFile(key.stringValue))' is missing in \(place(context.codingPath))"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            "\(place(context.codingPath)): \(context.debugDescription)"
        case .dataCorrupted(let context):
            context.codingPath.isEmpty
                ? "it is not valid JSON" : "\(place(context.codingPath)): \(context.debugDescription)"
        @unknown default: "it cannot be decoded"
        }
    }

    /// The path as `jobs[3].scale_factor`.
    private static func place(_ path: [any CodingKey]) -> String {
        var text = ""
        for key in path {
            if let index = key.intValue {
                text += "[\(index)]"
            } else {
                text += (text.isEmpty ? "" : ".") + inFile(key.stringValue)
            }
        }
        return text.isEmpty ? "the file" : text
    }

    /// A camel-case name as the file writes it.
    private static func inFile(_ name: String) -> String {
        name.map { $0.isUppercase ? "_" + $0.lowercased() : String($0) }.joined()
    }
}
