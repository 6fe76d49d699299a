import Model

/// What the parts of a load must be like together, and of waiting for an answer.
enum LoadRules {
    static func check(_ tests: [TestOutline], _ validator: inout Validator) {
        for test in tests {
            if let load = test.node["performance"]?.member("load") { check(load, &validator) }
            let requests =
                [test.node["rest"], test.node["graphql"], test.node["performance"]?["target"]]
                + test.steps.map { $0.node["request"] }
            for poll in requests.compactMap({ $0?["poll"] }) { checkPoll(poll, &validator) }
        }
    }

    private static func check(_ load: YAMLEntry, _ validator: inout Validator) {
        guard case .mapping = load.value.content else { return }
        let isClosed = load.value["model"]?.string == LoadPlan.Model.closed.rawValue
        for key in isClosed ? ["phases", "profile"] : ["users"] {
            guard let entry = load.value.member(key) else { continue }
            let other = isClosed ? "leave out `model: closed`, or give `users`" : "write `model: closed` beside it"
            validator.error("`\(key)` is for the other model of load: \(other)", at: entry.key)
        }
        if ["phases", "users", "profile"].allSatisfy({ load.value.member($0) == nil }) {
            validator.error("`load` says nothing of how much: give `phases`, `users` or `profile`", at: load.key)
        }
    }

    private static func checkPoll(_ poll: YAMLNode, _ validator: inout Validator) {
        guard let every = poll["every"]?.string.flatMap({ TimeSpan($0) }), let node = poll["for"],
            let limit = node.string.flatMap({ TimeSpan($0) }), limit < every
        else { return }
        validator.error("`for` is shorter than `every`, so it would ask only once", at: node)
    }
}
