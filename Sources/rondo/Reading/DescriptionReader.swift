import API
import Foundation
import Model
import Reports

/// Collects what `rondo describe` shows of one thing.
struct DescriptionReader {
    private static let eventLimit = 10
    private static let runLimit = 5

    let state: any StateReading

    /// The text for people.
    func text(of subject: Subject, now: Date, style: Style) async throws -> String {
        switch subject {
        case .object(let identity):
            return DescribeReport.text(try await description(of: identity), now: now, style: style)
        case .run(let id):
            let detail = try await state.detail(of: id)
            return DescribeReport.text(
                detail, workers: try await state.workerNames(), reports: try await state.reports(of: detail), now: now,
                style: style)
        case .source(let name): return DescribeReport.text(try await source(name), now: now, style: style)
        case .worker(let name):
            let worker = try await worker(name)
            let states = try await state.workerStates()
            return DescribeReport.text(worker, state: states[worker.id] ?? .offline, now: now, style: style)
        }
    }

    /// The thing itself, as the API has it.
    func document(of subject: Subject, as format: OutputFormat) async throws -> String {
        switch subject {
        case .object(let identity): try format.document(try await state.object(identity))
        case .run(let id): try format.document(try await state.run(id))
        case .source(let name): try format.document(try await source(name))
        case .worker(let name): try format.document(try await worker(name))
        }
    }

    private func description(of identity: ObjectIdentity) async throws -> ObjectDescription {
        let observed = try await state.observed()
        guard let object = observed.objects.first(where: { $0.identity == identity }) else {
            throw ReadingError.noSuchObject(identity)
        }
        var description = ObjectDescription(object: object)
        description.environment = environment(of: object, in: observed)
        description.drift = try await state.openDrift(of: identity)
        description.events = try await state.events(object: identity, after: nil, limit: Self.eventLimit).items
            .map(\.event)
        if identity.kind == .cloudResource {
            // Nobody is kept from the rest by a provider that does not answer.
            description.instanceReports = (try? await state.instanceReports(of: identity)) ?? []
        }
        if identity.kind == .testSuite {
            let runs = try await state.runs(suite: identity).items.prefix(Self.runLimit).compactMap(\.detail)
            description.runs = runs
            if let newest = runs.first { description.newestRun = try await state.detail(of: newest.id) }
            description.workers = try await state.workerNames()
        }
        return description
    }

    private func environment(of object: ObservedObject, in observed: ObservedState) -> EnvironmentSpec? {
        guard case .cloudResource(let spec) = object.declared.spec else { return nil }
        let identity = ObjectIdentity(
            kind: .environment, namespace: object.identity.namespace, name: spec.environment)
        guard case .environment(let found)? = observed.objects.first(where: { $0.identity == identity })?.declared.spec
        else { return nil }
        return found
    }

    private func source(_ name: String) async throws -> SourceStatus {
        guard let source = try await state.sources().items.first(where: { $0.name == name }) else {
            throw ReadingError.noSuchSource(name)
        }
        return source
    }

    private func worker(_ name: String) async throws -> WorkerRecord {
        guard let worker = try await state.workers().items.first(where: { $0.name == name || $0.id.rawValue == name })
        else { throw ReadingError.noSuchWorker(name) }
        return worker
    }
}
