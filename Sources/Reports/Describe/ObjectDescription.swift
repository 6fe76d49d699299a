package import Model

/// One object with everything that `rondo describe` tells of it.
package struct ObjectDescription: Sendable {
    package var object: ObservedObject
    /// The Environment that a CloudResource belongs to, whose drift policy counts when it has none of its own.
    package var environment: EnvironmentSpec?
    /// Open drift of the object, or in it when it is an Environment.
    package var drift: [DriftRecord]
    /// Of a TestSuite, the newest first, without tasks.
    package var runs: [RunDetail]
    /// The newest of `runs` with its tasks.
    package var newestRun: RunDetail?
    /// The last ones, the oldest first.
    package var events: [Event]
    /// What people call the workers.
    package var workers: [WorkerID: String]
    /// Of a CloudResource: what its provider says of its instances.
    package var instanceReports: [InstanceReport] = []

    package init(
        object: ObservedObject, environment: EnvironmentSpec? = nil, drift: [DriftRecord] = [],
        runs: [RunDetail] = [], newestRun: RunDetail? = nil, events: [Event] = [], workers: [WorkerID: String] = [:]
    ) {
        self.object = object
        self.environment = environment
        self.drift = drift
        self.runs = runs
        self.newestRun = newestRun
        self.events = events
        self.workers = workers
    }
}
