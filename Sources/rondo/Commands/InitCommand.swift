import ArgumentParser
import Foundation
import Importing
import Manifests
import Reports

struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Write a small working repository to begin with.",
        discussion: """
            A rondo.yaml, an environment with a mocked service, a local worker, a suite, an alert rule, a cache policy and \
            the schemas for editors; committed, unless the folder is in a git repository already. Overwrites nothing. \
            With --openapi the service is a mock that answers as an OpenAPI document says, and the suite has a test for \
            each of its operations.
            """)

    @Argument(help: ArgumentHelp("The folder, which is made if it is not there.", valueName: "dir"))
    var directory = "."

    @Option(
        help: ArgumentHelp("An OpenAPI document (2.0, 3.0 or 3.1; JSON or YAML) to begin with.", valueName: "file"))
    var openapi: String?

    func run() throws {
        let schema = try Documents.json(JSONSchema.ofAllKinds())
        let configurationSchema = try Documents.json(JSONSchema.ofRepository())
        var files = StarterRepository.files(schema: schema, configurationSchema: configurationSchema)
        var notes: [ImportNote] = []
        if let openapi {
            let file = try ImportedFile(path: openapi)
            let contents = try OpenAPIRepository.contents(
                of: file.data, file: openapi, options: file.options(ImportOptions(), manifest: nil), schema: schema,
                configurationSchema: configurationSchema)
            files = contents.files
            notes = contents.notes
        }
        let folder = URL(filePath: directory, directoryHint: .isDirectory).standardizedFileURL
        try StarterWriter(folder: folder, shown: directory).write(files)
        let repository = NewRepository(folder: folder)
        let state = repository.commit(files.map(\.path))
        let width = files.map(\.path.count).max() ?? 0
        let rows = files.map {
            "  \($0.path)\(String(repeating: " ", count: width - $0.path.count + 3))\($0.purpose)\n"
        }
        let place = directory == "." ? "this folder" : TerminalText.safe(directory)
        TerminalOutput.out("wrote \(files.count) files to \(place):\n" + rows.joined())
        TerminalOutput.out(state.text + "\n\n")
        if !notes.isEmpty {
            let lines = notes.map { "  \(TerminalText.safe($0.description, limit: 400))\n" }
            TerminalOutput.out("Not carried over, or not as it was:\n" + lines.joined() + "\n")
        }
        TerminalOutput.out(next(isCommitted: state.isCommitted))
        if case .failed = state { throw ExitCode(2) }
    }

    private func next(isCommitted: Bool) -> String {
        var lines: [(String, String)] = []
        if directory != "." { lines.append(("cd \(TerminalText.safe(directory))", "")) }
        lines.append(("rondo validate", "check the manifests, offline"))
        lines.append(("rondo dev", "run them as they are on disk, until ctrl-c takes it all down"))
        if !isCommitted { lines.append(("git add . && git commit", "a controller follows what is committed")) }
        lines.append(("rondo run --source . --once", "one pass over the newest commit, tests included"))
        lines.append(("rondo explain suite.tests", "what a field may hold"))
        let width = lines.map(\.0.count).max() ?? 0
        return "Next:\n"
            + lines.map { command, meaning in
                meaning.isEmpty
                    ? "  \(command)\n"
                    : "  \(command)\(String(repeating: " ", count: width - command.count + 3))\(meaning)\n"
            }.joined()
    }
}
