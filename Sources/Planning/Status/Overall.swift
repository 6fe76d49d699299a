import Model

/// Ready, Reconciling and Stalled of one object together, with the one line for people.
struct Overall {
    var facts: [Assessment.Fact]
    let summary: String

    static func done(_ assessment: Assessment) -> Overall {
        Overall(facts: [ready(.yes, assessment.doneReason, assessment.summary)], summary: assessment.summary)
    }

    /// Set aside by a person: neither good nor bad, and no work is under way.
    static func suspended(_ reason: PauseReason) -> Overall {
        let summary = if case .suspended(let suspension) = reason { "\(suspension)" } else { "suspended" }
        return Overall(facts: [ready(.unknown, .suspended, "\(reason)")], summary: summary)
    }

    /// A change of it waits until a sync window opens.
    static func windowed(_ reason: PauseReason, summary: String) -> Overall {
        let message = "\(reason)"
        return progressing(.syncWindowClosed, message, summary: summary.isEmpty ? message : "\(summary), \(message)")
    }

    /// Its `ttl` is over.
    ///
    /// - Parameter ending: What is still being ended; nil when nothing is.
    static func expired(_ message: String, ending: String?) -> Overall {
        var facts = [
            ready(.no, .expired, message),
            Assessment.Fact(type: .expired, status: .yes, reason: .expired, message: message),
        ]
        if let ending {
            facts.append(Assessment.Fact(type: .reconciling, status: .yes, reason: .expired, message: ending))
        }
        return Overall(facts: facts, summary: message)
    }

    static func progressing(_ reason: ConditionReason, _ message: String, summary: String) -> Overall {
        Overall(
            facts: [
                ready(.unknown, reason, message),
                Assessment.Fact(type: .reconciling, status: .yes, reason: reason, message: message),
            ],
            summary: summary)
    }

    static func waiting(_ verb: String, _ needed: [ObjectIdentity]) -> Overall {
        let message = "\(verb) \(needed.map(\.description).joined(separator: ", "))"
        return progressing(.dependencyNotReady, message, summary: message)
    }

    static func retrying(_ failure: String) -> Overall {
        Overall(
            facts: [
                ready(.no, .actionFailed, failure),
                Assessment.Fact(type: .reconciling, status: .yes, reason: .progressingWithRetry, message: failure),
            ],
            summary: failure)
    }

    static func stalled(_ reason: ConditionReason, _ message: String) -> Overall {
        Overall(
            facts: [
                ready(.no, reason, message),
                Assessment.Fact(type: .stalled, status: .yes, reason: reason, message: message),
            ],
            summary: message)
    }

    /// As it is, with something that waits for approval.
    static func held(_ assessment: Assessment, _ message: String) -> Overall {
        Overall(
            facts: [ready(assessment.isDone ? .yes : .no, .pruneHeld, message)],
            summary: "\(assessment.summary), \(message)")
    }

    /// It differs from what is desired, and that is to be reported and left as it is.
    static func drifted(_ assessment: Assessment, _ message: String) -> Overall {
        Overall(facts: [ready(.no, .driftReported, message)], summary: assessment.summary)
    }

    private static func ready(
        _ status: Condition.Value, _ reason: ConditionReason, _ message: String
    ) -> Assessment.Fact {
        Assessment.Fact(type: .ready, status: status, reason: reason, message: message)
    }
}

extension PlannedAction {
    /// What is about to be done and why.
    var explanation: String {
        let what =
            switch operation {
            case .applyObject: "applying"
            case .serveMocks: "serving mocks"
            case .createInstance(let ordinal, _): "creating instance \(ordinal)"
            case .startInstance(let id): "starting instance \(id)"
            case .deleteInstance(let id): "deleting instance \(id)"
            case .startRun(let key, _): "starting the run in \(key.environment)"
            case .cancelRun(let run): "cancelling run \(run)"
            case .deleteObject: "deleting"
            case .updateInstance(let id, _): "changing instance \(id) in place"
            case .retagInstance(let id, _): "tagging instance \(id)"
            case .releaseInstance(let id): "releasing instance \(id)"
            case .stopMocks: "ending the mocks"
            case .stopInstance(let id): "stopping instance \(id)"
            case .correctInstance(let id, _): "putting instance \(id) back"
            }
        return "\(what): \(reason)"
    }
}
