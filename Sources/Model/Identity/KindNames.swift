extension Kind {
    /// As listings and the addresses of the Kubernetes API name it.
    package var plural: String {
        switch self {
        case .environment: "environments"
        case .cloudResource: "cloudresources"
        case .testSuite: "testsuites"
        case .alertRule: "alertrules"
        case .cachePolicy: "cachepolicies"
        }
    }

    /// What people may type instead, here and with kubectl.
    package var shortNames: [String] {
        switch self {
        case .environment: ["env"]
        case .cloudResource: ["resource", "resources"]
        case .testSuite: ["suite", "suites"]
        case .alertRule: ["rule", "rules"]
        case .cachePolicy: ["cache", "caches"]
        }
    }

    /// Every accepted spelling, in lower case.
    package var spellings: [String] { [rawValue.lowercased(), plural] + shortNames }

    /// A kind by any of its names, in any case.
    package static func named(_ spelling: String) -> Kind? {
        let text = spelling.lowercased()
        return allCases.first { $0.spellings.contains(text) }
    }

    /// What an unknown name of a kind may have meant: "did you mean `suite`?", or what is known.
    package static func hint(for spelling: String) -> String {
        if let nearest = NearestName.nearest(to: spelling.lowercased(), among: allCases.flatMap(\.spellings)) {
            return "did you mean `\(nearest)`?"
        }
        return "known are \(allCases.map(\.rawValue).joined(separator: ", "))"
    }
}
