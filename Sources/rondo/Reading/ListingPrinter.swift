import API
import Foundation
import Model
import Reports

/// Prints listings of a state: tables for people, the API's own types for programs.
struct ListingPrinter {
    let options: OutputOptions
    let namespace: String?
    let state: any StateReading

    /// The source and all objects.
    func everything() async throws -> String {
        switch options.output {
        case .json, .yaml: return try document(await state.objects(kind: nil, namespace: namespace))
        case .name: return try await objects().map { "\($0.identity)\n" }.joined()
        case .table, .wide:
            let sources = try await state.sources()
            let pins = sources.items.compactMap(\.pin).map {
                PinLine.banner($0, now: Date(), style: options.style) + "\n"
            }
            var tables = [pins.joined(), try self.sources(sources)]
            let rows = try await objects().map { ObjectRow($0, createdAt: $0.createdAt) }
            for kind in Kind.allCases.sorted() { tables.append(try table(kind, rows)) }
            let text = tables.filter { !$0.isEmpty }.joined(separator: "\n")
            return text.isEmpty ? "Nothing there yet." : text
        }
    }

    func listings(of names: [ResourceName]) async throws -> String {
        var texts: [String] = []
        for name in names { texts.append(try await listing(of: name)) }
        return texts.joined(separator: "\n")
    }

    private func listing(of name: ResourceName) async throws -> String {
        switch name.thing {
        case .environments, .resources, .suites, .rules, .caches: try await objects(name)
        case .sources: try sources(await state.sources(), named: name.name)
        case .workers: try await workers(named: name.name)
        case .runs: try await runs(named: name.name)
        }
    }

    private func objects(_ wanted: ResourceName) async throws -> String {
        guard let kind = wanted.thing.kind else { return "" }
        if let name = wanted.name {
            let identity = ObjectIdentity(
                kind: kind, namespace: namespace ?? ObjectIdentity.defaultNamespace, name: name)
            let resources = try await state.objects(kind: kind, namespace: identity.namespace)
            guard let one = resources.items.first(where: { $0.identity == identity }) else {
                throw ReadingError.noSuchObject(identity)
            }
            if options.output.isDocument { return try document(one) }
        } else if options.output.isDocument {
            return try document(await state.objects(kind: kind, namespace: namespace))
        }
        let rows = try await objects().filter { wanted.name == nil || $0.identity.name == wanted.name }
            .map { ObjectRow($0, createdAt: $0.createdAt) }
        let text = try table(kind, rows)
        return text.isEmpty ? "No \(wanted.thing.rawValue)." : text
    }

    private func sources(_ list: ListResource<SourceStatus>, named name: String? = nil) throws -> String {
        let items = list.items.filter { name == nil || $0.name == name }
        if options.output.isDocument { return try document(ListResource(kind: list.kind, items: items)) }
        let text = try table(items.map { SourceRow($0) })
        return text.isEmpty ? "No sources." : text
    }

    private func workers(named name: String?) async throws -> String {
        let items = try await state.workers().items.filter { name == nil || $0.name == name }
        if options.output.isDocument { return try document(ListResource(kind: "WorkerList", items: items)) }
        let states = try await state.workerStates()
        let text = try table(items.map { WorkerRow($0, state: states[$0.id] ?? .offline) })
        return text.isEmpty ? "No workers." : text
    }

    private func runs(named name: String?) async throws -> String {
        if let name {
            let run = try await state.run(RunID(rawValue: name))
            if options.output.isDocument { return try document(run) }
            return try table([row(of: run)].compactMap(\.self)) + failures(of: run)
        }
        let list = try await state.runs(suite: nil)
        if options.output.isDocument { return try document(list) }
        let text = try table(list.items.compactMap(row))
        return text.isEmpty ? "No runs." : text
    }

    private func row(of run: RunResource) -> RunRow? {
        if let request = run.requested { return RunRow(request) }
        if let active = run.active { return RunRow(active) }
        return run.finished.map { RunRow($0) }
    }

    private func failures(of run: RunResource) -> String {
        guard let finished = run.finished else { return "" }
        let text = RunReport.failures(finished, style: options.style)
        return text.isEmpty ? "" : "\n\(text)"
    }

    private func objects() async throws -> [ObservedObject] {
        try await state.observed().objects.filter { namespace == nil || $0.identity.namespace == namespace }
    }

    private func table(_ kind: Kind, _ rows: [ObjectRow]) throws -> String {
        try ObjectListing.text(
            kind, rows, format: options.output, now: Date(), headers: !options.noHeaders, style: options.style)
    }

    private func table<Row: Listable>(_ rows: [Row]) throws -> String {
        try Listing.text(
            rows, format: options.output, now: Date(), headers: !options.noHeaders, style: options.style)
    }

    private func document(_ value: some Encodable) throws -> String { try options.output.document(value) }
}

extension OutputFormat {
    /// Whether programs read it.
    var isDocument: Bool {
        switch self {
        case .json, .yaml: true
        case .table, .wide, .name: false
        }
    }
}

extension RunResource {
    /// As history keeps it; nil while it runs.
    var finished: FinishedRun? {
        verdict.map { FinishedRun(key: key, verdict: $0, tasks: tasks) }
    }

    /// As reports take it; nil for what no controller sends: a run at no stage.
    var detail: RunDetail? {
        let stage: RunDetail.Stage? =
            if let verdict { .ended(verdict) } else if let active { .active(active) } else {
                requested.map { .requested($0) }
            }
        return stage.map { RunDetail(id: id, key: key, stage: $0, cause: cause, tasks: tasks) }
    }
}
