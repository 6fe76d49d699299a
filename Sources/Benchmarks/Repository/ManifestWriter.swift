/// Writes the small manifests of one team.
struct ManifestWriter {
    let team: Int
    let index: Int

    func head(_ kind: String, _ name: String) -> String {
        """
        apiVersion: rondo.dev/v1
        kind: \(kind)
        metadata:
          name: \(name)
          namespace: team-\(team)
          labels: { team: team-\(team), tier: "\(index % 3)" }
          annotations: { example.com/owner: team-\(team)@example.com }
        """
    }

    /// One of the team's environments.
    func environment(using generator: inout SeededGenerator) -> String {
        SyntheticRepository.environments.randomElement(using: &generator) ?? "dev"
    }

    func pool(using generator: inout SeededGenerator) -> String {
        """
        # Local workers of team-\(team).
        \(head("CloudResource", "pool-\(index)"))
        spec:
          environment: \(environment(using: &generator))
          provider: local
          type: process
          replicas: \(Int.random(in: 1...3, using: &generator))
          configuration:
            resources: { cpu: \(Int.random(in: 1...8, using: &generator) * 250)m, memory: 512Mi }
          worker:
            capabilities: [shell, java=\(Int.random(in: 11...21, using: &generator))]
            slots: \(Int.random(in: 1...4, using: &generator))
            labels: { pool: pool-\(index), zone: zone-\(index % 3) }

        """
    }

    func alertRule(using generator: inout SeededGenerator) -> String {
        """
        # Somebody wants to hear of this.
        \(head("AlertRule", "alert-\(index)"))
        spec:
          metric: request.duration
          tags: { suite: suite-\(index), worker: worker-\(index % 17) }
          aggregate: p95
          window: \(Int.random(in: 1...15, using: &generator))m
          condition: gt
          threshold: \(Double(Int.random(in: 1...900, using: &generator)) / 100)
          duration: \(Int.random(in: 10...90, using: &generator))s
          severity: warning
          environment: \(environment(using: &generator))

        """
    }

    func cachePolicy(using generator: inout SeededGenerator) -> String {
        """
        \(head("CachePolicy", "cache-\(index)"))
        spec:
          type: file
          scope: results
          ttl: \(Int.random(in: 1...30, using: &generator))d
          maxSize: \(Int.random(in: 16...512, using: &generator))Mi
          evictionPolicy: lru
          environments: [\(environment(using: &generator))]

        """
    }
}
