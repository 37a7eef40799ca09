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

    static func read(
        _ bytes: [UInt8], classes: inout [RecordedClass], objectives: inout [String]
    ) throws(ByteReader.Damage) {
        var reader = ByteReader(bytes)
        for _ in 0..<(try reader.count()) {
            var recordedClass = RecordedClass(
                model: try reader.text(), scaleFactor: try reader.index(below: 1 << 31), rates: [])
            recordedClass.isInReferenceSeconds = try reader.byte() != 0
            for _ in 0..<(try reader.count()) { recordedClass.acceptedTypes.append(try reader.text()) }
            for _ in 0..<(try reader.count()) { recordedClass.rates.append(try reader.double(near: 0)) }
            classes.append(recordedClass)
        }
        for _ in 0..<(try reader.count()) { objectives.append(try reader.text()) }
    }
}
