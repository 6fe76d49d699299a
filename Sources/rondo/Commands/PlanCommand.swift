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
            Compares a folder's manifests (default: the newest commit that was read) with what was last observed, and \
            says how old that is; --refresh looks at the instances first. With --ref it is a commit, tag or branch of the \
            folder's repository, or without a folder of the source. Exits 0 when nothing is to be done, 1 when something \
            is, 2 when it could not be told.
            """)

    @Argument(help: ArgumentHelp("A folder of manifests, committed or not.", valueName: "dir"))
    var directory: String?

    @Option(help: ArgumentHelp("The source that the folder stands for, where there are several.", valueName: "name"))
    var source: String?

    @Option(help: ArgumentHelp("A commit, tag or branch instead of the files as they are.", valueName: "revision"))
    var ref: String?

    @Flag(help: "Look at the instances first.")
    var refresh = false

    @Flag(help: "Exit as terraform does: 0 no changes, 1 error, 2 changes.")
    var detailedExitcode = false

    @Option(
        help: ArgumentHelp(
            "A list of prices: what instances of clouds cost an hour now and then.", valueName: "file"))
    var prices: String?

    @Option(name: [.customShort("o"), .customLong("output")], help: "table or json.")
    var output: OutputFormat = .table

    @OptionGroup var stateOptions: StateOptions

    func validate() throws {
        guard output == .table || output == .json else { throw ValidationError("-o takes table or json here.") }
        if prices != nil, output == .json { throw ValidationError("--prices is told in the table only.") }
        if source != nil, directory == nil, ref == nil {
            throw ValidationError("--source says what a folder or a --ref stands for: give one.")
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
        let observed = refresh ? try await state.look() : try await state.observed()
        let known = try await state.desiredSources()
        let folder = try await proposal(to: state, among: known)
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
            if let prices {
                let cost = PlanCost(desired: desired, observed: observed, prices: try list(prices))
                TerminalOutput.out(cost.text)
            }
        }
        if sections.contains(where: { $0.staleness != nil }) { return 2 }
        let isDone = plans.allSatisfy { $0.plan.isNothing } && !sets.contains(where: \.hasErrors)
        return isDone ? 0 : 1
    }

    private func list(_ path: String) throws -> PriceList {
        let limit = 16 << 20
        let file = try FileHandle(forReadingFrom: URL(filePath: path))
        defer { try? file.close() }
        let data = try file.read(upToCount: limit + 1) ?? Data()
        guard data.count <= limit else { throw ValidationError("\(path) is larger than 16 MiB.") }
        do {
            return try PriceList(String(decoding: data, as: UTF8.self))
        } catch {
            throw ValidationError("\(path): \(error)")
        }
    }

    /// What stands for the next commit of a source; nil for what was read last.
    private func proposal(to state: any StateReading, among known: DesiredSources) async throws -> ProposedCommit? {
        if let directory {
            return try await ProposedCommit(location: directory, ref: ref, source: source, among: known)
        }
        guard let ref else { return nil }
        let name = try ProposedCommit.name(source, among: known)
        guard let url = try await state.sources().items.first(where: { $0.name == name })?.url else {
            throw ReadingError.noSuchSource(name)
        }
        return try await ProposedCommit(location: url, ref: ref, source: name, among: known)
    }

    private var style: Style { Style(isColoured: TerminalOutput.isColoured) }
}

extension Plan {
    /// Whether there is nothing to do, to wait for or to mend.
    fileprivate var isNothing: Bool {
        actions.isEmpty && waiting.isEmpty && cycles.isEmpty && impossible.isEmpty
    }
}
