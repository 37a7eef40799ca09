private import CHiGHS

#if canImport(Glibc)
    private import Glibc
#elseif canImport(Darwin)
    private import Darwin
#endif

/// The HiGHS shared library, found and loaded at run time.
///
/// Search order: the environment variable `SCHEDLAB_HIGHS`, `.deps/highs/` beside or above the executable, then the
/// system's own folders (on macOS Homebrew's). Never the working directory: whoever may write there would choose the
/// code that runs. For the same reason a library that others may write, or whose folder they may, is passed over.
public struct HiGHSLibrary: Sendable {
    /// The library's version, for example `1.15.1`.
    public let version: String
    /// Where it was loaded from.
    public let path: String
    /// The shim's handle; never closed, hence safe to share.
    nonisolated(unsafe) let handle: OpaquePointer

    /// Loads the first library that works.
    ///
    /// - Parameters:
    ///   - environment: The process's environment.
    ///   - folders: Folders whose ancestors may hold `.deps/highs/`, most wanted first.
    /// - Returns: The loaded library.
    /// - Throws: ``LinearProgramError/highsMissing(tried:)`` with the reason for each place.
    public static func load(environment: [String: String], folders: [String]) throws(LinearProgramError)
        -> Self
    {
        var tried: [String] = []
        let named = environment["SCHEDLAB_HIGHS"]
        for path in candidates(environment: environment, folders: folders) {
            if path.hasPrefix("/") && path != named && access(path, R_OK) != 0 { continue }
            if path.contains("/"), let problem = TrustedFile.problem(path) {
                tried.append("\(path): \(problem)")
                continue
            }
            var reason = [CChar](repeating: 0, count: 512)
            if let handle = chighs_open(path, &reason, reason.count) {
                return Self(version: String(cString: chighs_version(handle)), path: path, handle: handle)
            }
            let text = reason.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            tried.append("\(path): \(String(decoding: text, as: UTF8.self))")
        }
        throw .highsMissing(tried: tried)
    }

    private static func candidates(environment: [String: String], folders: [String]) -> [String] {
        #if os(macOS)
            let file = "libhighs.dylib"
        #else
            let file = "libhighs.so"
        #endif
        if let named = environment["SCHEDLAB_HIGHS"], !named.isEmpty { return [named] }
        var paths: [String] = []
        for folder in folders {
            var parts = folder.split(separator: "/").map(String.init)
            while true {
                paths.append("/" + (parts + [".deps", "highs", file]).joined(separator: "/"))
                if parts.isEmpty { break }
                parts.removeLast()
            }
        }
        #if os(macOS)
            // A name without a folder would be looked for in the working directory there.
            return paths + ["/opt/homebrew/lib/\(file)", "/usr/local/lib/\(file)"]
        #else
            return paths + [file, "\(file).1", "/usr/local/lib/\(file)"]
        #endif
    }
}
