import Foundation
import Model

/// The moments at which a `ttl`, a suspension, a sync window or a schedule changes what is to be done.
enum TimedChanges {
    static func moments(desired: DesiredState, observed: ObservedState) -> [Date] {
        guard let set = desired.set else { return [] }
        let ends = observed.suspensions.compactMap(\.until)
        let applied = observed.objects.map(\.declared)
        guard set.objects.contains(where: \.dependsOnTime) || applied.contains(where: \.dependsOnTime) else {
            return ends
        }
        let facts = Facts(set, observed)
        let windows = applied.filter(\.dependsOnTime).compactMap { facts.closure(of: $0)?.until }
        return ends + windows + set.objects.flatMap { moments(of: $0, facts) }
    }

    private static func moments(of object: DeclaredObject, _ facts: Facts) -> [Date] {
        let now = facts.observed.time
        var moments = [facts.expiry(of: object)]
        switch object.spec {
        case .environment: moments.append(facts.closure(ofEnvironment: object.identity)?.until)
        case .cloudResource(let spec):
            moments.append(spec.schedule?.nextChange(after: now))
            moments.append(spec.schedule?.downSince(now)?.addingTimeInterval(Facts.stopGrace))
        case .testSuite, .alertRule, .cachePolicy: break
        }
        return moments.compactMap(\.self)
    }
}

extension DeclaredObject {
    fileprivate var dependsOnTime: Bool {
        switch spec {
        case .environment(let spec): spec.ttl != nil || !spec.syncWindows.isEmpty
        case .cloudResource(let spec): spec.ttl != nil || spec.schedule != nil || spec.provider != .local
        case .testSuite, .alertRule, .cachePolicy: false
        }
    }
}
