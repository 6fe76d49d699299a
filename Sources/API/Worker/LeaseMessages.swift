package import Model

/// `POST /worker/v1/lease`: waits up to `wait` for one task; 204 when there was none.
package struct LeaseRequest: Codable, Sendable {
    package let wait: TimeSpan

    package init(wait: TimeSpan) { self.wait = wait }
}

/// One attempt to run, with everything that dispatch resolves.
package struct LeaseGrant: Codable, Sendable {
    package let lease: LeaseToken
    package let run: RunID
    package let suite: ObjectIdentity
    package let environment: String
    /// From 1.
    package let attempt: Int
    package let definition: TestDefinition
    /// Captured values of the tests this one depends on.
    package let captures: [String: JSONValue]
    /// Clear values that must be masked in everything the worker reports.
    package let secrets: [String]
    /// What to lay into the scratch folder before it starts; nil for nothing.
    package let files: [AttemptFile]?

    package init(
        lease: LeaseToken, run: RunID, suite: ObjectIdentity, environment: String, attempt: Int,
        definition: TestDefinition, captures: [String: JSONValue], secrets: [String], files: [AttemptFile]? = nil
    ) {
        self.lease = lease
        self.run = run
        self.suite = suite
        self.environment = environment
        self.attempt = attempt
        self.definition = definition
        self.captures = captures
        self.secrets = secrets
        self.files = files
    }
}

/// `POST /worker/v1/heartbeat`: the worker lives and still holds these leases.
package struct HeartbeatRequest: Codable, Sendable {
    package let leases: [LeaseToken]

    package init(leases: [LeaseToken]) { self.leases = leases }
}

package struct HeartbeatResponse: Codable, Sendable {
    /// Leases whose attempt must stop: cancelled, or given to another worker.
    package let cancel: [LeaseToken]

    package init(cancel: [LeaseToken]) { self.cancel = cancel }
}

/// `POST /worker/v1/result`: 409 with `leaseLost` when the lease is no longer this worker's.
package struct ResultRequest: Codable, Sendable {
    package let lease: LeaseToken
    package let result: TaskResult

    package init(lease: LeaseToken, result: TaskResult) {
        self.lease = lease
        self.result = result
    }
}
