/// What a job's priority weight may be, and how a message says so.
enum PriorityWeight {
    static let range = 1e-6...1e6
    static let expected = "a number from 1e-6 to 1e6"
}
