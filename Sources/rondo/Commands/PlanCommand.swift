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

    @Option(help: ArgumentHelp("The source that the folder stands for, where there are several.", valueName: "name"))
    var source: String?

    @Flag(help: "Exit as terraform does: 0 no changes, 1 error, 2 changes.")
    var detailedExitcode = false

    @Option(name: [.customShort("o"), .customLong("output")], help: "table or json.")
    var output: OutputFormat = .table

    @OptionGroup var stateOptions: StateOptions

    func validate() throws {
        guard output == .table || output == .json else { throw ValidationError("-o takes table or json here.") }
        if source != nil, directory == nil {
            throw ValidationError("--source says what a folder stands for: name one.")
        }
    }

    func run() async throws {
        let code = try await plan()
        guard code != 0 else { return }
        let terraformCode: Int32 = code == 1 ? 2 : 1
        throw ExitCode(detailedExitcode ? terraformCode : code)
    }

    /// - Returns: 0 for no changes, 1 for changes or broken manifests, 2 when a source could not be read last.
    private func plan() async throws -> Int32 {
        let state = try await StateAccess.openOrEmpty(stateOptions, allowEmpty: directory != nil)
        let observed = try await state.observed()
        let known = try await state.desiredSources()
        let folder = try directory.map { try Folder(path: $0, source: source, among: known) }
        let given = folder?.replacing(in: known) ?? known
        guard !given.sets.isEmpty else { throw ReadingError.nothingRead }
        let owned = Dictionary(observed.objects.map { ($0.identity, $0) }) { first, _ in first }
        let desired = SourceOwnership.resolved(given, owned: owned)
        let plans = Planner.plans(desired: desired, observed: observed)
            .filter { folder == nil || $0.source == folder?.source }
        let sections = plans.map { planned in
            PlanSection(
                source: planned.source, plan: planned.plan,
                details: Planner.details(of: planned.plan, desired: desired, observed: observed),
                staleness: desired[planned.source]?.staleness)
        }
        let sets = desired.sets.filter { folder == nil || $0.source == folder?.source }
        for set in sets where !set.diagnostics.isEmpty {
            TerminalOutput.error(
                DiagnosticReport.text(set.diagnostics, sources: folder?.text ?? { _ in nil }, style: style))
        }
        switch output {
        case .json: TerminalOutput.out(try PlanReport.json(sections))
        case .table, .wide, .yaml, .name:
            TerminalOutput.out(
                PlanReport.text(sections, now: Date(), canApprove: folder == nil, style: style))
        }
        if sections.contains(where: { $0.staleness != nil }) { return 2 }
        let isDone = plans.allSatisfy { $0.plan.isNothing } && !sets.contains(where: \.hasErrors)
        return isDone ? 0 : 1
    }

    private var style: Style { Style(isColoured: TerminalOutput.isColoured) }
}

/// A folder that stands for the next commit of a source.
private struct Folder {
    let source: String
    let text: @Sendable (String) -> String?
    private let set: DesiredSet

    /// - Parameter name: nil takes the only source that the state knows, or `default`.
    init(path: String, source name: String?, among known: DesiredSources) throws {
        let names = known.entries.map(\.source)
        if let name, !names.isEmpty, !names.contains(name) { throw ReadingError.noSuchSource(name) }
        if name == nil, names.count > 1 { throw ReadingError.severalSources(names) }
        source = name ?? names.first ?? SourceConfiguration.defaultName
        let tree = try FolderReader.read(path: path)
        let files = Dictionary(tree.files.map { ($0.path, $0.contents) }) { first, _ in first }
        text = { path in files[path].map { String(decoding: $0, as: UTF8.self) } }
        set = ManifestLoader().load(tree, source: source).set
    }

    func replacing(in known: DesiredSources) -> DesiredSources {
        let own = DesiredSources.Entry(source: source, desired: .known(set))
        guard known[source] != nil else { return DesiredSources(known.entries + [own]) }
        return DesiredSources(known.entries.map { $0.source == source ? own : $0 })
    }
}

extension Plan {
    /// Whether there is nothing to do, to wait for or to mend.
    fileprivate var isNothing: Bool {
        actions.isEmpty && waiting.isEmpty && cycles.isEmpty && impossible.isEmpty
    }
}
