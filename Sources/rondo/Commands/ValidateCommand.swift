import ArgumentParser
import Foundation
import GitSource
import Manifests
import Model
import Planning
import Reports

struct ValidateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate", abstract: "Check the manifests of a folder, offline.",
        discussion:
            "Reports everything that is wrong at once, with file:line:col. Exits 1 when something is, 2 when it could not be read."
    )

    @Argument(help: ArgumentHelp("The folder.", valueName: "dir"))
    var directory = "."

    @Flag(help: "Also list the files that hold no manifest, and why.")
    var verbose = false

    @Option(name: [.customShort("o"), .customLong("output")], help: "table, json or sarif.")
    var output: ValidationFormat = .table

    func run() throws {
        let tree = try FolderReader.read(path: directory)
        let loaded = ManifestLoader().load(tree, source: "default")
        let report = ValidationReport(tree: tree, loaded: loaded)
        switch output {
        case .json: TerminalOutput.out(try report.json())
        case .sarif: TerminalOutput.out(try report.sarif())
        case .table:
            TerminalOutput.out(report.text(style: Style(isColoured: TerminalOutput.isColoured), verbose: verbose))
        }
        guard report.isValid else { throw ExitCode(1) }
    }
}
