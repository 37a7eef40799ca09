private import Foundation
private import TextFormats

/// A stored run of Gavel's simulator: settings, figures, every job, and often every allocation.
public struct GavelReference: Decodable, Sendable {
    /// The run's settings.
    struct Arguments: Decodable, Sendable {
        var mode: String
        var policy: String
        var cluster: String
        var gpus_per_server: String?
        var seed: UInt64
        var rate: Double?
        var window: String?
        var steady: Bool
        var multi: Bool
        var multi_priority: Bool
        var num_jobs: Int?
        var trace: String?
        var interval: Double
    }

    /// Counters of the run.
    struct Counters: Decodable, Sendable {
        var rounds: Int
        var policy_calls: Int
    }

    /// One job of the run.
    struct JobRecord: Decodable, Sendable {
        var job_id: Int
        var arrival: Double
        var end: Double?
        var jct: Double?
        var job_type: String
        var scale_factor: Int
        var total_steps: Double
    }

    /// One answer of the policy.
    struct Allocation: Decodable, Sendable {
        var t: Double
        var x: [String: [String: Double]]
    }

    var args: Arguments
    var avg_jct: Double?
    var utilization: Double?
    var makespan: Double
    var completed: Int
    var generated: Int
    var stats: Counters
    var lease_ext: [Int]?
    var failed: [Int]
    var jobs: [JobRecord]
    var allocations: [Allocation]?

    /// Reads a file.
    ///
    /// - Throws: ``ExperimentError/malformedReference(file:problem:)`` or a `FileError`.
    public static func read(path: String) throws -> GavelReference {
        let data = Data(try TextFile.bytes(path))
        do {
            return try JSONDecoder().decode(GavelReference.self, from: data)
        } catch let error as DecodingError {
            throw ExperimentError.malformedReference(file: path, problem: problem(error))
        }
    }

    private static func problem(_ error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, let context):
            "'\(key.stringValue)' is missing in \(place(context.codingPath))"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            "\(place(context.codingPath)): \(context.debugDescription)"
        case .dataCorrupted(let context):
            context.codingPath.isEmpty ? "it is not valid JSON" : "\(place(context.codingPath)): \(context.debugDescription)"
        @unknown default: "it cannot be decoded"
        }
    }

    private static func place(_ path: [any CodingKey]) -> String {
        path.isEmpty ? "the file" : path.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
    }
}
