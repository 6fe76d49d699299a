package import Model

/// One object of the live view: how it stands, and that in a few words.
package struct ObjectProgress: Hashable, Sendable {
    /// How an object stands, the ones that people must see first.
    package enum Standing: Int, Hashable, Sendable, CaseIterable, Comparable {
        /// Failing, stalled, firing, drifted: somebody has to look.
        case wrong
        case working
        /// A deletion waits for approval.
        case held
        case waiting
        case ready

        package static func < (left: Standing, right: Standing) -> Bool { left.rawValue < right.rawValue }
    }

    package let identity: ObjectIdentity
    package let standing: Standing
    /// As the status says it; not yet safe to print.
    package let text: String

    package init(identity: ObjectIdentity, standing: Standing, text: String) {
        self.identity = identity
        self.standing = standing
        self.text = text
    }

    package init(_ identity: ObjectIdentity, _ status: ObjectStatus) {
        self.init(
            identity: identity, standing: status.standing, text: status.words(of: identity.kind))
    }

    /// An object that git wants and that has not been accepted yet.
    ///
    /// - Parameter waitsFor: What must be Ready before; nothing when its turn comes at once.
    package init(new identity: ObjectIdentity, waitsFor: [ObjectIdentity] = []) {
        let needed = waitsFor.map(\.description).joined(separator: ", ")
        self.init(
            identity: identity, standing: .waiting, text: needed.isEmpty ? "to be created" : "waits for \(needed)")
    }
}

extension ObjectStatus {
    fileprivate var standing: ObjectProgress.Standing {
        if isStalled || has(.firing, .yes) || has(.passing, .no) || has(.manifestValid, .no) { return .wrong }
        if held != nil || condition(.ready)?.reason == .pruneHeld { return .held }
        if has(.ready, .no) { return .wrong }
        switch condition(.reconciling)?.reason {
        case .dependencyNotReady: return .waiting
        // What failed and is tried again is wrong until it works.
        case .progressingWithRetry: return .wrong
        case nil: break
        default: return .working
        }
        if state == .pending { return .working }
        return isReady ? .ready : .waiting
    }

    /// The summary, and the reason for not being Ready where the summary does not say it.
    fileprivate func words(of kind: Kind) -> String {
        let reason = (condition(.stalled) ?? condition(.ready)).map(\.message) ?? ""
        if isReady || reason.isEmpty || summary.contains(reason) { return summary.isEmpty ? reason : summary }
        switch kind {
        case .cloudResource: return summary.isEmpty ? reason : "\(summary), \(reason)"
        case .environment, .testSuite, .alertRule, .cachePolicy: return reason
        }
    }

    private func has(_ type: Condition.ConditionType, _ value: Condition.Value) -> Bool {
        condition(type)?.status == value
    }
}
