/// Memory of a solve, made once and carved into columns, so that nothing is allocated inside its loops.
///
/// The columns are unmanaged pointers: they are valid until the next ``reset(doubles:integers:)``, and only
/// the kernels of one solve hold them.
final class Arena {
    private var doubles: UnsafeMutablePointer<Double>?
    private var integers: UnsafeMutablePointer<Int32>?
    private var doubleCapacity = 0
    private var integerCapacity = 0
    private var usedDoubles = 0
    private var usedIntegers = 0

    deinit {
        doubles?.deallocate()
        integers?.deallocate()
    }

    /// Forgets all columns and makes room for at least this many numbers.
    func reset(doubles doubleCount: Int, integers integerCount: Int) {
        if doubleCount > doubleCapacity {
            doubles?.deallocate()
            doubles = .allocate(capacity: doubleCount)
            doubleCapacity = doubleCount
        }
        if integerCount > integerCapacity {
            integers?.deallocate()
            integers = .allocate(capacity: integerCount)
            integerCapacity = integerCount
        }
        usedDoubles = 0
        usedIntegers = 0
    }

    /// A column of zeros.
    func doubles(_ count: Int) -> UnsafeMutablePointer<Double> {
        guard let doubles, usedDoubles + count <= doubleCapacity else {
            preconditionFailure("\(count) doubles asked for, \(doubleCapacity - usedDoubles) are left")
        }
        let column = doubles + usedDoubles
        usedDoubles += count
        column.initialize(repeating: 0, count: count)
        return column
    }

    /// A column of zeros.
    func integers(_ count: Int) -> UnsafeMutablePointer<Int32> {
        guard let integers, usedIntegers + count <= integerCapacity else {
            preconditionFailure("\(count) integers asked for, \(integerCapacity - usedIntegers) are left")
        }
        let column = integers + usedIntegers
        usedIntegers += count
        column.initialize(repeating: 0, count: count)
        return column
    }
}
