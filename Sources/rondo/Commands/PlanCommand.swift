import API
import ArgumentParser
import Foundation
import GitSource
import Manifests
import Model
import Planning
import Reports

struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Show what would be done, and why; does nothing.",
        discussion: """
            Compares a folder's manifests (default: the newest commit that was read) with what was last observed. \
            Exits 0 when nothing is to be done, 1 when something is, 2 when it could not be told.
            """)

    @Argument(help: ArgumentHelp("A folder of manifests, committed or not.", valueName: "dir"))
    var directory: String?

    @Flag(help: "Exit as terraform does: 0 no changes, 1 error, 2 changes.")
    var detailedExitcode = false

    @Option(name: [.customShort("o"), .customLong("output")], help: "table or json.")
    var output: OutputFormat = .table

    @OptionGroup var stateOptions: StateOptions

    func validate() throws {
        guard output == .table || output == .json else { throw ValidationError("-o takes table or json here.") }
    }

    func run() async throws {
        let code = try await plan()
        guard code != 0 else { return }
        let terraformCode: Int32 = code == 1 ? 2 : 1
        throw ExitCode(detailedExitcode ? terraformCode : code)
    }

    /// - Returns: 0 for no changes, 1 for changes or broken manifests, 2 when the source could not be read last.
    private func plan() async throws -> Int32 {
        let state = try await StateAccess.openOrEmpty(stateOptions, allowEmpty: directory != nil)
        let observed = try await state.observed()
        guard let desired = try await desired(state) else { throw ReadingError.nothingRead }
        let staleness = directory == nil ? try await staleness(of: state) : nil
        let wanted: DesiredState =
            if let staleness { .stale(desired.set, reason: staleness) } else { .known(desired.set) }
        let plan = Planner.plan(desired: wanted, observed: observed)
        let details = Planner.details(of: plan, desired: wanted, observed: observed)
        if !desired.set.diagnostics.isEmpty {
            TerminalOutput.error(
                DiagnosticReport.text(desired.set.diagnostics, sources: desired.text, style: style))
        }
        switch output {
        case .json: TerminalOutput.out(try PlanReport.json(plan, details: details))
        case .table, .wide, .yaml, .name:
            let note = staleness.map { "The source is stale, nothing is pruned: \($0)" }
            TerminalOutput.out(PlanReport.text(plan, details: details, now: Date(), note: note, style: style))
        }
        if staleness != nil { return 2 }
        let isDone = plan.actions.isEmpty && plan.waiting.isEmpty && plan.cycles.isEmpty && !desired.set.hasErrors
        return isDone ? 0 : 1
    }

    /// Why the newest commit may not be known; nil when the source was read well the last time.
    private func staleness(of state: any StateReading) async throws -> String? {
        let conditions = try await state.sources().items.first?.conditions ?? []
        guard let fetched = conditions.first(where: { $0.type == .fetched }), fetched.status != .yes else { return nil }
        return fetched.message
    }

    private var style: Style { Style(isColoured: TerminalOutput.isColoured) }

    private func desired(
        _ state: any StateReading
    ) async throws -> (set: DesiredSet, text: @Sendable (String) -> String?)? {
        guard let directory else { return try await state.lastGood().map { ($0, { _ in nil }) } }
        let tree = try FolderReader.read(path: directory)
        let files = Dictionary(tree.files.map { ($0.path, $0.contents) }) { first, _ in first }
        // Objects belong to a source: the folder stands for the one that the state knows.
        let source = try await state.sources().items.first?.name ?? "default"
        let set = ManifestLoader().load(tree, source: source).set
        return (set, { path in files[path].map { String(decoding: $0, as: UTF8.self) } })
    }
}
