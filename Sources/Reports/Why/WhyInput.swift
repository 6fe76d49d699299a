package import Model

/// What `rondo why` is asked about, with everything that explains it.
package enum WhyInput: Sendable {
    case run(RunDetail)
    case suite(ObjectWhy, [SuiteWhy])
    /// Environment, CloudResource, AlertRule and CachePolicy.
    case object(ObjectWhy)
    /// Declared with an error, and never in force.
    case broken(BrokenObject)
}

/// An object with its past.
package struct ObjectWhy: Sendable {
    package let object: ObservedObject
    /// The last ones, the oldest first.
    package let events: [Event]
    /// Open drift of it.
    package let drift: [DriftRecord]
    /// What is wrong with its manifest in the newest commit; nil when nothing is.
    package let broken: BrokenObject?

    package init(
        object: ObservedObject, events: [Event] = [], drift: [DriftRecord] = [], broken: BrokenObject? = nil
    ) {
        self.object = object
        self.events = events
        self.drift = drift
        self.broken = broken
    }
}

/// A suite in one of its environments.
package struct SuiteWhy: Sendable {
    package let environment: String
    /// The newest run there is, whatever its stage.
    package let newest: RunDetail?
    package let record: SuiteRecord?
    /// The digest of what a run would test now; nil when what git wants is not known.
    package let inputs: Digest?

    package init(environment: String, newest: RunDetail? = nil, record: SuiteRecord? = nil, inputs: Digest? = nil) {
        self.environment = environment
        self.newest = newest
        self.record = record
        self.inputs = inputs
    }
}
