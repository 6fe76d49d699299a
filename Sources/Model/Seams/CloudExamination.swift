/// What a look at one place of a cloud says before anything is made there.
package struct CloudExamination: Hashable, Sendable, Codable {
    package enum Verdict: String, Hashable, Sendable, Codable {
        case allowed, refused
        /// It could not be told apart from other failures.
        case unknown
    }

    /// One thing that a controller would do.
    package struct Check: Hashable, Sendable, Codable {
        /// As the cloud's policies name it: `ec2:RunInstances`.
        package let action: String
        package let verdict: Verdict
        /// Why it is not allowed, or could not be told; nil where it is.
        package let reason: String?
        /// Whether a controller does its work without it.
        package let isOptional: Bool

        package init(action: String, verdict: Verdict, reason: String? = nil, isOptional: Bool = false) {
            self.action = action
            self.verdict = verdict
            self.reason = reason
            self.isOptional = isOptional
        }
    }

    /// What looks there: an Environment, or a part of the operator's configuration.
    package let subject: String
    package let region: String
    /// Where the credentials were found: `the environment`; nil when there are none.
    package let origin: String?
    /// Who the cloud says that they are; nil when it did not say.
    package let identity: String?
    /// Why there are no credentials, or nobody answers; nil where both are well.
    package let problem: String?
    package let checks: [Check]

    package init(
        _ subject: String, region: String, origin: String?, identity: String?, problem: String? = nil,
        checks: [Check] = []
    ) {
        self.subject = subject
        self.region = region
        self.origin = origin
        self.identity = identity
        self.problem = problem
        self.checks = checks
    }

    package var isWell: Bool { problem == nil && checks.allSatisfy { $0.verdict == .allowed || $0.isOptional } }
    package var isUnknown: Bool { problem != nil || checks.contains { $0.verdict == .unknown && !$0.isOptional } }
}
