/// Classes of jobs and texts that later batches refer to, in bytes.
enum DictionaryCode {
    static func write(
        classes: ArraySlice<RecordedClass>, objectives: ArraySlice<String>, to writer: inout ByteWriter
    ) {
        writer.varint(classes.count)
        for recordedClass in classes {
            writer.text(recordedClass.model)
            writer.varint(recordedClass.scaleFactor)
            writer.byte(recordedClass.isInReferenceSeconds ? 1 : 0)
            writer.varint(recordedClass.acceptedTypes.count)
            for type in recordedClass.acceptedTypes { writer.text(type) }
            writer.varint(recordedClass.rates.count)
            for rate in recordedClass.rates { writer.double(rate, near: 0) }
        }
        writer.varint(objectives.count)
        for text in objectives { writer.text(text) }
    }

    /// Speeds of all classes on all types stand in one list, which a small file must not make large.
    private static let speedLimit = 1 << 25

    static func read(
        _ bytes: [UInt8], typeCount: Int, classes: inout [RecordedClass], objectives: inout [String]
    ) throws(ByteReader.Damage) {
        var reader = ByteReader(bytes)
        for _ in 0..<(try reader.count()) {
            classes.append(try readClass(&reader, typeCount: typeCount))
            guard classes.count <= speedLimit / max(typeCount, 1) else {
                throw ByteReader.Damage(problem: "\(classes.count) classes on \(typeCount) GPU types")
            }
        }
        for _ in 0..<(try reader.count()) { objectives.append(try reader.text()) }
    }

    private static func readClass(
        _ reader: inout ByteReader, typeCount: Int
    ) throws(ByteReader.Damage) -> RecordedClass {
        var recordedClass = RecordedClass(
            model: try reader.text(), scaleFactor: try reader.index(below: 1 << 31), rates: [])
        guard recordedClass.scaleFactor > 0 else {
            throw ByteReader.Damage(problem: "a class of jobs takes 0 GPUs, expected at least 1")
        }
        recordedClass.isInReferenceSeconds = try reader.byte() != 0
        for _ in 0..<(try reader.count()) { recordedClass.acceptedTypes.append(try reader.text()) }
        for _ in 0..<(try reader.count(atMost: typeCount)) {
            recordedClass.rates.append(try reader.finite(near: 0))
        }
        return recordedClass
    }
}
