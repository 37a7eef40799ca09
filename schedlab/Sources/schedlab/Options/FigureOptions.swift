internal import ArgumentParser
internal import Drawing
private import Foundation
private import Kit
internal import Sweeps

/// Where figures are written, and as what.
struct FigureOptions: ParsableArguments {
    @Option(
        name: .shortAndLong, help: ArgumentHelp("Folder of the figures' files.", valueName: "dir"))
    var out = "figures"

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Files to write: svg, png, pdf, csv, tex (default: all).", valueName: "form"),
        transform: { try FigureOptions.value($0, of: FigureFile.self) })
    var files: [FigureFile] = FigureFile.allCases

    @Option(
        help: ArgumentHelp("Width of the drawing in points; a column of a paper is 240.", valueName: "points")
    )
    var width = LineChart.columnWidth

    static let widths = 160.0...1000.0

    func validate() throws {
        guard Self.widths.contains(width) else {
            throw ValidationError("--width is \(width), expected 160 to 1000 points")
        }
        if out.isEmpty { throw ValidationError("--out is empty, expected a path") }
    }

    /// Writes the files of figures; they appear together.
    ///
    /// - Returns: Names of the files.
    func write(_ figures: [FigureData], command: String, _ overwrite: OverwriteOptions) throws -> [String] {
        let folder = try overwrite.folder(out)
        var files: [AtomicFile] = []
        var names: [String] = []
        for data in figures {
            for form in FigureFile.allCases where self.files.contains(form) {
                for (name, bytes) in form.files(data, command: command, width: width) {
                    let file = try AtomicFile(path: folder.file(name))
                    try file.append(bytes: bytes)
                    files.append(file)
                    names.append(name)
                }
            }
        }
        try AtomicFile.finishTogether(files + [folder.marker(adding: names)])
        return names
    }

    /// A value by its name.
    ///
    /// - Throws: `ValidationError` with all names.
    static func value<Value>(_ text: String, of type: Value.Type) throws -> Value
    where Value: RawRepresentable<String> & CaseIterable {
        guard let value = Value(rawValue: text) else {
            let names = Value.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("'\(text)' is none of \(names)")
        }
        return value
    }

    /// This command line, for captions.
    static var commandLine: String {
        ShellWords.line(["schedlab"] + CommandLine.arguments.dropFirst())
    }
}
