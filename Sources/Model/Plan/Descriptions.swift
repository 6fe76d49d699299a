import Foundation

extension PlanReason: CustomStringConvertible {
    package var description: String {
        switch self {
        case .added: "added in git"
        case .changed(let fields): "changed: \(fields.joined(separator: ", "))"
        case .mocksNotServed: "mocks are not served"
        case .instanceMissing(let ordinal): "instance \(ordinal) is missing"
        case .instanceLost(let ordinal): "instance \(ordinal) was lost"
        case .instanceStopped(let ordinal): "instance \(ordinal) was stopped"
        case .instanceChanged(let ordinal, let fields):
            "instance \(ordinal) was changed: \(fields.map(\.rawValue).joined(separator: ", "))"
        case .instanceOutdated: "instance was made from an older definition"
        case .scaledDown: "fewer replicas are wanted"
        case .duplicateInstance(let ordinal): "a newer instance \(ordinal) exists"
        case .removedFromGit: "removed from git"
        case .neverRun: "never run"
        case .requested: "asked for"
        case .scheduled(let slot): "schedule \(slot)"
        case .resultTooOld(let age): "the last result is older than \(age)"
        case .inputsChanged(let inputs): "definition changed (\(inputs.joined(separator: ", ")))"
        case .erroredBefore(let attempt): "the last run errored (try \(attempt))"
        case .superseded: "a newer commit wants another run"
        case .definitionChanged(let ordinal): "the definition of instance \(ordinal) changed"
        case .instanceReplaced(let ordinal): "a new instance \(ordinal) runs in its place"
        case .tagsOutdated: "its tags are of an older definition"
        case .expired: "its ttl is over"
        case .expiredEarly: "its ttl is over, which a commit brought or cut"
        case .outsideHours: "its schedule stops it now"
        case .hoursBegan: "its schedule starts it again"
        }
    }
}

extension HoldReason: CustomStringConvertible {
    package var description: String {
        switch self {
        case .wholeSource: "everything of the source would go"
        case .production: "deletions in prod wait for approval"
        case .protected: "protected by rondo.dev/prune"
        case .sourceStale(let reason): "the source is stale: \(reason)"
        case .brokenManifest: "a file of the source can't be read"
        case .budget(let excess): "\(excess)"
        case .grace(let until): "it is left until \(until.formatted(.iso8601)) (prune.grace)"
        }
    }
}
