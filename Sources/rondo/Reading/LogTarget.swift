import Foundation
import API
import ArgumentParser
import Model

/// Whose log is asked for: a run, or the newest run of a suite.
enum LogTarget: Sendable {
    case run(RunID)
    case suite(ObjectIdentity)

    /// `r-…`, `run/r-…`, `checkout`, `suite/checkout`, `TestSuite/shop/checkout`.
    init(_ text: String, namespace: String?) throws {
        guard text.contains("/") || text.hasPrefix("r-") else {
            self = .suite(try SuiteArgument.identity(text, namespace: namespace))
            return
        }
        switch try Subject(text, namespace: namespace) {
        case .run(let id): self = .run(id)
        case .object(let identity) where identity.kind == .testSuite: self = .suite(identity)
        case .object, .source, .worker:
            throw ValidationError("`\(text)` has no log: name a run (r-…) or a suite.")
        }
    }

    /// The run; of a suite's runs the newest that is under way, else the newest that ended.
    func run(in state: any StateReading) async throws -> RunID {
        switch self {
        case .run(let id): return id
        case .suite(let suite):
            let runs = try await state.runs(suite: suite).items
            let active = runs.filter { $0.active != nil }
                .max { ($0.active?.startedAt ?? .distantPast) < ($1.active?.startedAt ?? .distantPast) }
            let ended = runs.filter { $0.verdict != nil }
                .max { ($0.verdict?.startedAt ?? .distantPast) < ($1.verdict?.startedAt ?? .distantPast) }
            guard let run = active ?? ended ?? runs.first else { throw ReadingError.noRun(of: suite) }
            return run.id
        }
    }
}
