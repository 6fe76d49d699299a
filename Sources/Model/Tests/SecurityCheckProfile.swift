/// What is known of a security check before it runs: the run and its page of the reference are made of it.
package struct SecurityCheckProfile: Hashable, Sendable {
    package enum Activity: String, Hashable, Sendable {
        /// It sends what any client sends, and looks at the answers.
        case passive
        /// It sends what only somebody who tries the locks does; `prod` must allow it.
        case active
    }

    /// A severity that some of the findings have instead.
    package struct Exception: Hashable, Sendable {
        package let severity: SecuritySpec.Severity
        /// Of which findings: it follows on "where".
        package let condition: String
    }

    /// The most that it sends: so many, and so many more for each path, origin or the like that it is told.
    package struct RequestBound: Hashable, Sendable {
        package let fixed: Int
        package let perItem: Int

        init(_ fixed: Int, perItem: Int = 0) {
            self.fixed = fixed
            self.perItem = perItem
        }
    }

    package let activity: Activity
    package let severity: SecuritySpec.Severity
    package let exception: Exception?
    package let owasp: OWASPItem
    package let bound: RequestBound
    /// A sentence each.
    package let sends: String
    package let finds: String
    /// What it does where it is told nothing.
    package let otherwise: String?
    /// A value of its parameter, as a manifest writes it.
    package let example: String?
    package let advice: String
}

/// Items of the OWASP API Security Top 10 of 2023 that checks belong to.
package enum OWASPItem: String, Hashable, Sendable, CaseIterable {
    case authentication = "API2:2023"
    case properties = "API3:2023"
    case consumption = "API4:2023"
    case misconfiguration = "API8:2023"

    package var title: String {
        switch self {
        case .authentication: "Broken Authentication"
        case .properties: "Broken Object Property Level Authorization"
        case .consumption: "Unrestricted Resource Consumption"
        case .misconfiguration: "Security Misconfiguration"
        }
    }
}
