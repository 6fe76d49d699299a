import API
import ArgumentParser
import Foundation
import Model
import Reports

struct TestArtifactsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "artifacts", abstract: "List and download the files that the tests of a run left behind.",
        discussion: """
            RUN is a run's id; SUITE is a suite, whose newest run is meant. A test keeps what its `artifacts` match. \
            Without --download they are listed. With it they are written into DIR: of one TEST as they lay in its \
            working directory, of all tests each in a folder of its name; a file that is there already is replaced. What is in \
            a bucket is listed with a link by which anybody may read it for an hour.
            """)

    @Argument(help: ArgumentHelp("The run, or the suite whose newest run is meant.", valueName: "run|suite"))
    var name: String

    @Argument(help: ArgumentHelp("Only of this test.", valueName: "test"))
    var test: String?

    @Option(help: ArgumentHelp("Of this attempt of each test, from 1 (default: its last).", valueName: "number"))
    var attempt: Int?

    @Option(name: .shortAndLong, help: ArgumentHelp("Write the files into this folder.", valueName: "dir"))
    var download: String?

    @Option(name: .shortAndLong, help: ArgumentHelp("The suite's namespace.", valueName: "namespace"))
    var namespace: String?

    @OptionGroup var outputOptions: OutputOptions
    @OptionGroup var stateOptions: StateOptions

    func validate() throws {
        guard attempt.map({ $0 > 0 }) ?? true else { throw ValidationError("--attempt is a number from 1.") }
    }

    func run() async throws {
        let target = try LogTarget(name, namespace: namespace)
        let state = try await StateAccess.open(stateOptions)
        let id = try await target.run(in: state)
        let tasks = try await state.run(id).tasks
        if let test, !tasks.contains(where: { $0.name == test }) { throw ReadingError.noSuchTest(test, id) }
        guard let download else {
            let places = try await state.artifactPlaces(of: id)
            return try list(tasks.artifactRows(test: test, attempt: attempt, places: places), of: id)
        }
        let rows = tasks.artifactRows(test: test, attempt: attempt)
        let writer = ArtifactDownload(
            folder: URL(filePath: download, directoryHint: .isDirectory), run: id, separatesTests: test == nil,
            state: state)
        try await writer.write(rows)
        TerminalOutput.out(rows.isEmpty ? "Run \(id) has no artifacts." : "\(ArtifactRow.sum(of: rows)) in \(download)")
    }

    private func list(_ rows: [ArtifactRow], of run: RunID) throws {
        let text = try Listing.text(
            rows, format: outputOptions.output, now: Date(), headers: !outputOptions.noHeaders,
            style: outputOptions.style)
        TerminalOutput.out(text.isEmpty ? "Run \(run) has no artifacts." : text)
        guard [.table, .wide].contains(outputOptions.output) else { return }
        let links = ArtifactRow.links(of: rows)
        if !links.isEmpty { TerminalOutput.out("\n\(links)") }
    }
}
