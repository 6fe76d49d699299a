import ArgumentParser
import Foundation
import Importing
import Manifests
import Model
import Reports

struct TestImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Write suites from Hurl files, OpenAPI documents and Postman collections.",
        discussion: """
            What a file is, its content says. Each file becomes a suite that `rondo validate` takes; what a suite can't say \
            is told line by line, with its place, and nothing is dropped in silence. In a repository with one environment the tests are \
            for that one; where there is none, one is written with them. Exits 0 when all files were \
            imported, 2 when one could not be read.
            """)

    @Argument(help: ArgumentHelp("The files.", valueName: "file"))
    var files: [String]

    @Option(help: "hurl, openapi or postman, where the content does not say it.")
    var format: ImportFormat?

    @Option(
        name: .shortAndLong, help: ArgumentHelp("The file to write; - is standard output.", valueName: "file"))
    var output = "-"

    @Option(help: ArgumentHelp("The suite's name (default: that of the file or document).", valueName: "name"))
    var name: String?

    @Option(name: .shortAndLong, help: ArgumentHelp("The environment that the tests are for.", valueName: "name"))
    var environment: String?

    @Option(
        help: ArgumentHelp(
            "Send the requests to this service of the environment, whatever host the file names.", valueName: "name"))
    var service: String?

    @Option(help: ArgumentHelp("A value for what the file leaves open; may be repeated.", valueName: "name=value"))
    var variable: [String] = []

    func validate() throws {
        guard name == nil || files.count == 1 else { throw ValidationError("--name is for one file.") }
        for option in [
            name.map { ("--name", $0) }, service.map { ("--service", $0) }, environment.map { ("--environment", $0) },
        ] {
            guard let (flag, value) = option, !ObjectIdentity.accepts(label: value) else { continue }
            throw ValidationError("\(flag): \(value) is no name: at most 63 of a-z, 0-9 and -.")
        }
        guard variable.allSatisfy({ $0.contains("=") && !$0.hasPrefix("=") }) else {
            throw ValidationError("--variable takes NAME=VALUE.")
        }
    }

    func run() throws {
        let surroundings = ImportSurroundings()
        let (environment, known) = try surroundings.environment(asked: self.environment)
        let isNew = known == nil && self.environment == nil
        let target = output == "-" ? nil : URL(filePath: output)
        if let target, (try? FileManager.default.attributesOfItem(atPath: target.path(percentEncoded: false))) != nil {
            throw ImportChoiceError.present(output)
        }
        var results: [(file: String, result: ImportResult)] = []
        var names: Set<String> = []
        for path in files {
            let file = try ImportedFile(path: path)
            var options = file.options(
                base(environment, known, isNew: isNew), manifest: target?.deletingLastPathComponent())
            var result = try Importer.result(of: file.data, file: path, format: format, options: options)
            // A second suite of the same name would be the same object.
            if names.contains(result.suite) {
                options.name = (2...).lazy.map { "\(result.suite.prefix(58))-\($0)" }.first { !names.contains($0) }
                result = try Importer.result(of: file.data, file: path, format: format, options: options)
            }
            names.insert(result.suite)
            results.append((path, result))
        }
        var documents = results.map(\.result.manifest)
        if isNew { documents.insert(NeededEnvironment.manifest(environment, results.map(\.result.needs)), at: 0) }
        let text = documents.joined(separator: "---\n")
        if let target {
            try write(text, to: target)
        } else {
            TerminalOutput.out(text)
        }
        report(results, environment, known, isNew: isNew)
        // What is written for an environment that is elsewhere can't be judged here.
        guard isNew || known != nil else { return }
        let diagnostics = surroundings.diagnostics(of: text, path: output == "-" ? nil : output)
        guard !diagnostics.isEmpty else { return }
        TerminalOutput.error("rondo validate will say:")
        TerminalOutput.error(DiagnosticReport.text(diagnostics, sources: { _ in text }))
    }

    private func base(_ environment: String, _ known: EnvironmentSpec?, isNew: Bool) -> ImportOptions {
        let variables = variable.map { $0.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false) }
        var serviceAddress: String?
        if let service, case .url(let address)? = known?.services[service] { serviceAddress = address }
        return ImportOptions(
            name: name, environment: environment, service: service, serviceAddress: serviceAddress,
            variables: Dictionary(variables.map { (String($0[0]), String($0[1])) }) { $1 },
            secrets: known.map { Set($0.secrets.keys) }, isNewEnvironment: isNew)
    }

    private func write(_ text: String, to target: URL) throws {
        do {
            try FileManager.default.createDirectory(
                at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: target, options: .withoutOverwriting)
        } catch {
            throw ImportChoiceError.unwritable(output, error.localizedDescription)
        }
    }

    /// What came of each file, on standard error, so that standard output holds manifests alone.
    private func report(
        _ results: [(file: String, result: ImportResult)], _ environment: String, _ known: EnvironmentSpec?, isNew: Bool
    ) {
        for (file, result) in results {
            let tests = counted(result.testCount, "test")
            let requests =
                result.requestCount == result.testCount ? "" : " of \(counted(result.requestCount, "request"))"
            TerminalOutput.error(
                "\(TerminalText.safe(file)): TestSuite/\(result.suite), \(tests)\(requests)\(output == "-" ? "" : " → \(TerminalText.safe(output))")"
            )
        }
        if let service, known.map({ $0.services[service] == nil }) ?? false {
            TerminalOutput.error("note: Environment/\(environment) has no service `\(service)` yet")
        }
        let notes = results.flatMap(\.result.notes)
        guard !notes.isEmpty else { return }
        TerminalOutput.error("\nNot carried over, or not as it was:")
        for note in notes { TerminalOutput.error("  \(TerminalText.safe(note.description, limit: 400))") }
    }
}

extension ImportFormat: ExpressibleByArgument {}
