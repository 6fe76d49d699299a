import Foundation
import Model

extension SourceStatus {
    /// With errors that only show beside other sources; they make a source that was Ready not so.
    func adding(_ all: [Diagnostic]) -> SourceStatus {
        guard all.count > diagnostics.count else { return self }
        let first = all.dropFirst(diagnostics.count).first { $0.severity == .error }
        let conditions = conditions.map { condition in
            guard condition.type == .ready, condition.status == .yes, let first else { return condition }
            return Condition(
                type: .ready, status: .no, reason: .invalidManifests, message: first.description,
                lastTransitionTime: condition.lastTransitionTime)
        }
        return SourceStatus(
            name: name, url: url, revision: revision, conditions: conditions, diagnostics: all, fileCount: fileCount,
            pin: pin)
    }

    /// As a source that is no longer configured and still owns so many objects.
    func orphaned(objects: Int, at time: Date) -> SourceStatus {
        let before = conditions.first { $0.type == .ready && $0.reason == .orphanedSource }
        let noun = objects == 1 ? "1 object is" : "\(objects) objects are"
        let ready = Condition(
            type: .ready, status: .unknown, reason: .orphanedSource,
            message: "orphaned source: no longer configured, \(noun) kept; `rondo down --source \(name)` removes them",
            lastTransitionTime: before?.lastTransitionTime ?? time)
        return SourceStatus(
            name: name, url: url, revision: revision, conditions: [ready], diagnostics: [], fileCount: fileCount)
    }
}
