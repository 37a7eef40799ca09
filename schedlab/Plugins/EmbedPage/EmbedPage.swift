import Foundation
import PackagePlugin

/// Writes the files of `Web` into Swift source, so that the program needs nothing beside itself.
@main
struct EmbedPage: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let folder = context.package.directoryURL.appending(path: "Web")
        let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedFiles.swift")
        let paths = (FileManager.default.subpaths(atPath: folder.path) ?? []).sorted()
        let files = paths.map { folder.appending(path: $0) }.filter {
            ["html", "css", "js"].contains($0.pathExtension)
        }
        return [
            .buildCommand(
                displayName: "Embedding \(files.count) files of the page",
                executable: try context.tool(named: "EmbedPageTool").url,
                arguments: [output.path, folder.path] + files.map(\.path), inputFiles: files,
                outputFiles: [output])
        ]
    }
}
