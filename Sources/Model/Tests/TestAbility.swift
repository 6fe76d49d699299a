/// What a worker must be able to do for a test beside what the test itself says it needs.
///
/// Workers announce those of their version; a test that needs another one is unschedulable.
package enum TestAbility: String, Hashable, Sendable, Codable, CaseIterable, Comparable {
    case rest = "test:rest"
    case graphql = "test:graphql"
    case integration = "test:integration"
    case performance = "test:performance"
    case security = "test:security"
    case command = "test:command"
    case container = "test:container"
    /// Repository files in the scratch folder.
    case files = "test:files"
    case isolation = "isolation:container"
    case workingDirectory = "command:workingDir"
    /// Cases, findings and coverage from files that a command wrote.
    case reports = "command:reports"
    case authentication = "request:auth"
    /// `form`, `multipart` and `file` as bodies.
    case bodies = "request:bodies"
    case cookies = "request:cookies"
    case redirects = "request:maxRedirects"
    case tls = "request:tls"
    case httpVersion = "request:http"
    case proxy = "request:proxy"
    case timeout = "request:timeout"
    case compression = "request:compressed"
    case poll = "request:poll"
    case schema = "expect:schema"
    /// Reports of JUnit as the subject of assertions.
    case junit = "query:junit"

    /// What the runners of this version do.
    package static let runnable: Set<TestAbility> = [
        .rest, .graphql, .integration, .security, .command, .container, .reports, .junit, .files, .isolation,
        .workingDirectory, .schema, .bodies, .authentication, .cookies, .redirects, .tls, .httpVersion, .proxy,
        .timeout, .compression, .poll,
    ]

    /// Those that depend on what the worker's machine has.
    package static let machineBound: Set<TestAbility> = [.container, .isolation]

    /// What every worker of this version does, on whatever machine.
    package static let everywhere: Set<TestAbility> = runnable.subtracting(machineBound)

    /// What every worker announces, as it does.
    package static let announced: [String: String] = Dictionary(
        uniqueKeysWithValues: everywhere.map { ($0.rawValue, "") })

    package static func < (left: TestAbility, right: TestAbility) -> Bool { left.rawValue < right.rawValue }

    /// Whether a capability is one of these.
    package static func isAbility(_ capability: String) -> Bool { TestAbility(rawValue: capability) != nil }
}
