/// What one commit of the simulated repository says, as its author meant it.
struct Commit: Sendable {
    /// How a manifest stands in the commit.
    enum Health: Sendable {
        case good
        /// One field is wrong; whose manifest it is can be told.
        case broken
        /// The file is no YAML: nobody can tell what stands in it.
        case unreadable
    }

    struct Pool: Sendable {
        var environment: String
        var replicas: Int
        /// Thousandths of a processor; another value means other instances.
        var cpu: Int
        var isProtected = false
        var isRetained = false
        var health = Health.good
    }

    struct Environment: Sendable {
        var isProduction: Bool
        /// Another value is another spec.
        var tasks = 4
    }

    var number = 0
    var environments: [String: Environment] = [:]
    var pools: [String: Pool] = [:]
    /// Another number is another test.
    var suites: [String: Int] = [:]
    /// Whether pools are instances of EC2, which are no workers, in place of local ones, which are.
    var isCloud = false
    /// Every manifest was deleted.
    var isEmpty = false

    var hasUnreadable: Bool { pools.values.contains { $0.health == .unreadable } }

    func isProduction(_ pool: Pool) -> Bool { environments[pool.environment]?.isProduction ?? false }

    /// Path and text of every file.
    var files: [(path: String, text: String)] {
        guard !isEmpty else { return [("README.md", "nothing here\n")] }
        let all =
            environments.map { ("env/\($0.key).yaml", text(of: $0.key, $0.value)) }
            + pools.map { ("pools/\($0.key).yaml", text(of: $0.key, $0.value)) }
            + suites.map { ("suites/\($0.key).yaml", text(of: $0.key, version: $0.value)) }
        return all.sorted { $0.0 < $1.0 }.map { (path: $0.0, text: $0.1) }
    }

    private func text(of name: String, _ environment: Environment) -> String {
        let service =
            environment.isProduction
            ? "{ url: \"http://127.0.0.1:9\" }" : "{ mock: { routes: [{ path: /health, json: { status: ok } }] } }"
        return """
            apiVersion: rondo.dev/v1
            kind: Environment
            metadata: { name: \(name) }
            spec:
              type: \(environment.isProduction ? "prod" : "dev")
              maxConcurrentTasks: \(environment.tasks)
              services: { shop: \(service) }

            """
    }

    private func text(of name: String, version: Int) -> String {
        """
        apiVersion: rondo.dev/v1
        kind: TestSuite
        metadata: { name: \(name) }
        spec:
          environments: [dev]
          tests:
            - { name: first, command: { run: [echo, "\(version)"] }, retry: { errored: 3 } }
            - { name: second, command: { run: [echo, "2"] } }
            - { name: third, command: { run: [echo, "3"] }, dependsOn: [first] }

        """
    }

    private func text(of name: String, _ pool: Pool) -> String {
        if pool.health == .unreadable { return "kind: [CloudResource\n  }\n" }
        let field = pool.health == .broken ? "replicaz" : "replicas"
        let tags = "{ \(EC2Door.environmentTag): \(pool.environment) }"
        // Else clouds have eight hours in `dev`, which are over when the clock jumps.
        let lifetime = isCloud ? "\n  ttl: 365d" : ""
        let made =
            isCloud
            ? """
            { instanceType: \(EC2Door.type(cpu: pool.cpu)), region: \(EC2Door.region), image: ami-1, tags: \(tags) }
            """ : "{ resources: { cpu: \(pool.cpu)m, memory: 256Mi } }"
        return """
            apiVersion: rondo.dev/v1
            kind: CloudResource
            metadata: { name: \(name)\(pool.isProtected ? ", annotations: { rondo.dev/prune: disabled }" : "") }
            spec:
              environment: \(pool.environment)
              provider: \(isCloud ? "aws" : "local")
              type: \(isCloud ? "ec2" : "process")
              \(field): \(pool.replicas)
              deletionPolicy: \(pool.isRetained ? "Retain" : "Delete")
              configuration: \(made)\(lifetime)

            """
    }
}
