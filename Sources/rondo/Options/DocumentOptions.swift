import ArgumentParser
import Foundation
import Reports

/// The format of commands that print one thing.
struct DocumentOptions: ParsableArguments {
    @Option(name: [.customShort("o"), .customLong("output")], help: "table, json or yaml.")
    var output: OutputFormat = .table

    func validate() throws {
        guard output == .table || output.isDocument else {
            throw ValidationError("-o takes table, json or yaml here.")
        }
    }

    var style: Style { Style(isColoured: TerminalOutput.isColoured) }
}
