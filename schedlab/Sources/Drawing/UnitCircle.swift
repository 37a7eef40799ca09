private import Foundation

/// Sines and cosines.
enum UnitCircle {
    /// The point of the unit circle at an angle in parts of a turn.
    static func at(_ turns: Double) -> (sine: Double, cosine: Double) {
        (sin(2 * .pi * turns), cos(2 * .pi * turns))
    }
}
