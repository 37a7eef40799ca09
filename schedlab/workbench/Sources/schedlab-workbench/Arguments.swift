import Foundation

/// What `schedlab serve` passes on.
struct Arguments {
    /// What is wrong with them.
    struct Problem: Error {
        var text: String
    }

    private(set) var folder = "."
    private(set) var port: UInt16 = 0
    private(set) var opens = true
    private(set) var isQuiet = false
    private(set) var webFolder: String?

    init(_ arguments: [String]) throws {
        var rest = arguments[...]
        var folders: [String] = []
        while let argument = rest.popFirst() {
            switch argument {
            case "--no-open": opens = false
            case "--quiet": isQuiet = true
            case "--port":
                guard let text = rest.popFirst(), let number = UInt16(text) else {
                    throw Problem(text: "--port takes a number from 0 to 65,535")
                }
                port = number
            case "--web-dir":
                guard let text = rest.popFirst() else { throw Problem(text: "--web-dir takes a folder") }
                webFolder = text
            default: folders.append(argument)
            }
        }
        guard folders.count <= 1 else { throw Problem(text: "\(folders.count) folders given, expected one") }
        folder = folders.first ?? folder
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue
        else {
            throw Problem(text: "\(folder) is not a folder")
        }
    }
}
