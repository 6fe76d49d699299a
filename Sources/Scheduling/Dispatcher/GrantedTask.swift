package import Model

/// What has to be resolved before an attempt can be given to a worker.
package struct PreparationRequest: Sendable {
    package let run: RunRecord
    package let definition: TestDefinition

    package init(run: RunRecord, definition: TestDefinition) {
        self.run = run
        self.definition = definition
    }
}

/// A definition whose dispatch-time references are resolved.
package struct PreparedTask: Sendable {
    package let definition: TestDefinition
    /// What must be masked in everything the worker reports.
    package let secrets: [Secret]
    /// What is laid into its scratch folder.
    package let files: [AttemptFile]

    package init(definition: TestDefinition, secrets: [Secret] = [], files: [AttemptFile] = []) {
        self.definition = definition
        self.secrets = secrets
        self.files = files
    }
}

/// One attempt as it is handed to a worker.
package struct GrantedTask: Sendable {
    package let lease: LeaseToken
    package let run: RunID
    package let key: SuiteKey
    /// From 1.
    package let attempt: Int
    package let definition: TestDefinition
    /// What the tests that it depends on captured.
    package let captures: [String: JSONValue]
    /// Secrets of its definition and masked captures.
    package let secrets: [Secret]
    package let files: [AttemptFile]

    package init(
        lease: LeaseToken, run: RunID, key: SuiteKey, attempt: Int, definition: TestDefinition,
        captures: [String: JSONValue], secrets: [Secret], files: [AttemptFile] = []
    ) {
        self.lease = lease
        self.run = run
        self.key = key
        self.attempt = attempt
        self.definition = definition
        self.captures = captures
        self.secrets = secrets
        self.files = files
    }
}
