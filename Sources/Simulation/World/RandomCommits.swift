import TestSupport

/// Makes the commits of a history: what people do to a repository, the ugly things included.
struct RandomCommits {
    /// The first commit: an environment or two and some pools.
    static func first(isCloud: Bool, using random: inout SplitMix64) -> Commit {
        var commit = Commit()
        commit.isCloud = isCloud
        commit.environments["dev"] = Commit.Environment(isProduction: false)
        if random.chance(0.4) { commit.environments["prod"] = Commit.Environment(isProduction: true) }
        if random.chance(0.6), !isCloud { commit.suites["smoke"] = 0 }
        for number in 0..<Int.random(in: 2...5, using: &random) { add("pool-\(number)", to: &commit, using: &random) }
        return commit
    }

    /// The next commit after one.
    static func next(after last: Commit, using random: inout SplitMix64) -> Commit {
        var commit = last
        commit.number += 1
        commit.isEmpty = false
        for _ in 0..<(random.chance(0.2) ? 3 : 1) { change(&commit, using: &random) }
        return commit
    }

    /// The commit that ends a history: everything can be read again.
    static func repaired(after last: Commit) -> Commit {
        var commit = last
        commit.number += 1
        commit.isEmpty = false
        for name in commit.pools.keys { commit.pools[name]?.health = .good }
        return commit
    }

    private static func change(_ commit: inout Commit, using random: inout SplitMix64) {
        let names = commit.pools.keys.sorted()
        guard let name = names.randomElement(using: &random) else {
            add("pool-\(commit.number)", to: &commit, using: &random)
            return
        }
        switch Int.random(in: 0..<20, using: &random) {
        case 0..<3: add("pool-\(commit.number)", to: &commit, using: &random)
        case 3..<6: commit.pools[name] = nil
        case 6..<10: commit.pools[name]?.replicas = Int.random(in: 0...4, using: &random)
        case 10..<12: commit.pools[name]?.cpu = [250, 500, 1_000].randomElement(using: &random) ?? 500
        case 12: commit.pools[name]?.health = .broken
        case 13: commit.pools[name]?.health = .unreadable
        case 14..<16: for name in names { commit.pools[name]?.health = .good }
        case 16: commit.pools[name]?.isProtected.toggle()
        case 17 where commit.suites["smoke"] != nil && random.chance(0.5): commit.suites["smoke"] = commit.number
        case 17: commit.environments["dev"]?.tasks = Int.random(in: 1...9, using: &random)
        case 18: commit.isEmpty = true
        // A path that moves or a rule that ignores too much: most is gone at once.
        default: for name in names.dropFirst() { commit.pools[name] = nil }
        }
    }

    private static func add(_ name: String, to commit: inout Commit, using random: inout SplitMix64) {
        let environment = commit.environments.keys.sorted().randomElement(using: &random) ?? "dev"
        commit.pools[name] = Commit.Pool(
            environment: environment, replicas: Int.random(in: 1...3, using: &random), cpu: 500,
            isProtected: random.chance(0.1), isRetained: random.chance(0.1))
    }
}
