extension Commit {
    /// What it declares, for the chronicle.
    var words: String {
        if isEmpty { return "no manifest at all" }
        return pools.sorted { $0.key < $1.key }.map { name, pool in
            var text = "\(name)@\(pool.environment)×\(pool.replicas) \(pool.cpu)m"
            if pool.isProtected { text += " protected" }
            if pool.isRetained { text += " retained" }
            switch pool.health {
            case .good: return text
            case .broken: return text + " BROKEN"
            case .unreadable: return text + " UNREADABLE"
            }
        }.joined(separator: ", ")
    }
}
