import ArgumentParser
import Manifests
import Model
import Reports

struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Print the JSON Schema of manifests, for editors.",
        discussion: """
            Of all kinds at once, of one, or of `rondo.yaml`. Editors with yaml-language-server take it by a line \
            `# yaml-language-server: $schema=PATH` at the top of the file.
            """)

    @Argument(help: ArgumentHelp("One kind by any of its names, or rondo.yaml.", valueName: "kind"))
    var kind: String?

    @Flag(help: "The schema of the controller's configuration instead.")
    var config = false

    func validate() throws {
        if let kind {
            guard !config else { throw ValidationError("--config stands alone: it is no kind") }
            if kind != StarterRepository.configurationPath { _ = try KindArgument(kind) }
        }
    }

    func run() throws {
        TerminalOutput.out(try Documents.json(try schema()))
    }

    private func schema() throws -> JSONValue {
        if config { return JSONSchema.ofConfiguration() }
        guard let kind else { return JSONSchema.ofAllKinds() }
        if kind == StarterRepository.configurationPath { return JSONSchema.ofRepository() }
        return JSONSchema.of(try KindArgument(kind).kind)
    }
}
