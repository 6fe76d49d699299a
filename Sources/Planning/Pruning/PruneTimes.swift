import Foundation
import Model

/// When time alone changes what is held: grace ends, the oldest action leaves the window, an approval expires.
struct PruneTimes {
    let desired: DesiredState
    let observed: ObservedState

    var ends: [Date] {
        guard let set = desired.set else { return [] }
        var ends = observed.approvals.map(\.expiresAt)
        var isOverdrawn = false
        for object in observed.objects where object.source == set.source {
            switch object.status.held {
            case .grace(let until): ends.append(until)
            case .budget: isOverdrawn = true
            case .wholeSource, .production, .protected, .sourceStale, .brokenManifest, nil: break
            }
        }
        if isOverdrawn {
            let window = (set.convergedRepository?.prune ?? .init()).window
            if let expiry = PruneBudget.nextExpiry(observed, window: window) { ends.append(expiry) }
        }
        return ends
    }
}
