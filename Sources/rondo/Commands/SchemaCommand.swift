import ArgumentParser
import Manifests
import Model
import Reports

struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Print the JSON Schema of manifests, for editors.",
        discussion: """
            Of all kinds at once, or of one. Editors with yaml-language-server take it by a line \
            `# yaml-language-server: $schema=PATH` at the top of a manifest.
            """)

    @Argument(help: ArgumentHelp("One kind by any of its names.", valueName: "kind"))
    var kind: String?

    @Flag(help: "The schema of the controller's configuration instead.")
    var config = false

    func validate() throws {
        if let kind {
            guard !config else { throw ValidationError("--config stands alone: it is no kind") }
            _ = try KindArgument(kind)
        }
    }

    func run() throws {
        TerminalOutput.out(try Documents.json(try schema()))
    }

    private func schema() throws -> JSONValue {
        if config { return JSONSchema.ofConfiguration() }
        guard let kind else { return JSONSchema.ofAllKinds() }
        return JSONSchema.of(try KindArgument(kind).kind)
    }
}
