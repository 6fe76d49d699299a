import ArgumentParser
import Reports

extension OutputFormat: ExpressibleByArgument {}

/// How listings are printed.
struct OutputOptions: ParsableArguments {
    @Option(name: [.customShort("o"), .customLong("output")], help: "table, wide, json, yaml or name.")
    var output: OutputFormat = .table

    @Flag(help: "Leave out the titles of tables.")
    var noHeaders = false

    var style: Style { Style(isColoured: TerminalOutput.isColoured) }
}
