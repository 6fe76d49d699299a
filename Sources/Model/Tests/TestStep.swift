/// One step of an integration test, a fragment, a setup or a scenario.
package struct TestStep: Hashable, Sendable {
    /// What later steps name it by: `steps.NAME.captures.X`.
    package var name: String?
    package var action: StepAction
    package var timeout: TimeSpan?
    package var expect: Expectation?
    package var assert: [Assertion]?
    package var capture: [String: Capture]?

    package init(
        name: String? = nil, action: StepAction, timeout: TimeSpan? = nil, expect: Expectation? = nil,
        assert: [Assertion]? = nil, capture: [String: Capture]? = nil
    ) {
        self.name = name
        self.action = action
        self.timeout = timeout
        self.expect = expect
        self.assert = assert
        self.capture = capture
    }
}

/// What a step does; in the manifest exactly one of these keys.
package indirect enum StepAction: Hashable, Sendable {
    case request(RestRequest)
    case command(CommandSpec)
    /// Present only until a commit is read, then it is `steps`.
    case use(FragmentCall)
    /// The steps of a fragment in the place of the step that used it.
    case steps([TestStep])
    case parallel([TestStep])
    case forEach(StepLoop)
    case branch(StepBranch)
}

/// The steps of a fragment with values for its parameters.
package struct FragmentCall: Hashable, Sendable {
    package let fragment: String
    package let values: [String: JSONValue]

    package init(fragment: String, values: [String: JSONValue] = [:]) {
        self.fragment = fragment
        self.values = values
    }
}

/// Steps once for each item, which they name as `captures.NAME`.
package struct StepLoop: Hashable, Sendable, Codable {
    /// A list, or one reference to a captured list.
    package let items: JSONValue?
    /// A CSV or JSON file of the repository; each row or element is an item.
    package let file: String?
    /// nil is `item`.
    package let name: String?
    package var steps: [TestStep]

    package init(in items: JSONValue? = nil, file: String? = nil, as name: String? = nil, steps: [TestStep]) {
        self.items = items
        self.file = file
        self.name = name
        self.steps = steps
    }

    private enum CodingKeys: String, CodingKey {
        case items = "in"
        case file
        case name = "as"
        case steps
    }
}

/// Steps of which one list runs.
package struct StepBranch: Hashable, Sendable {
    package let condition: TestCondition
    package var then: [TestStep]
    package var otherwise: [TestStep]?

    package init(condition: TestCondition, then: [TestStep], otherwise: [TestStep]? = nil) {
        self.condition = condition
        self.then = then
        self.otherwise = otherwise
    }
}

extension TestStep: Codable {
    private enum CodingKeys: String, CodingKey {
        case name, timeout, expect, assert, capture
        case request, command, use, with, steps, parallel, forEach, then
        case condition = "if"
        case otherwise = "else"
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decodeIfPresent(String.self, forKey: .name)
        timeout = try container.decodeIfPresent(TimeSpan.self, forKey: .timeout)
        expect = try container.decodeIfPresent(Expectation.self, forKey: .expect)
        assert = try container.decodeIfPresent([Assertion].self, forKey: .assert)
        capture = try container.decodeIfPresent([String: Capture].self, forKey: .capture)
        if let request = try container.decodeIfPresent(RestRequest.self, forKey: .request) {
            action = .request(request)
        } else if let command = try container.decodeIfPresent(CommandSpec.self, forKey: .command) {
            action = .command(command)
        } else if let fragment = try container.decodeIfPresent(String.self, forKey: .use) {
            let values = try container.decodeIfPresent([String: JSONValue].self, forKey: .with) ?? [:]
            action = .use(FragmentCall(fragment: fragment, values: values))
        } else if let steps = try container.decodeIfPresent([TestStep].self, forKey: .steps) {
            action = .steps(steps)
        } else if let steps = try container.decodeIfPresent([TestStep].self, forKey: .parallel) {
            action = .parallel(steps)
        } else if let loop = try container.decodeIfPresent(StepLoop.self, forKey: .forEach) {
            action = .forEach(loop)
        } else {
            action = .branch(
                StepBranch(
                    condition: try container.decode(TestCondition.self, forKey: .condition),
                    then: try container.decode([TestStep].self, forKey: .then),
                    otherwise: try container.decodeIfPresent([TestStep].self, forKey: .otherwise)))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(name, forKey: .name)
        try container.encodeIfPresent(timeout, forKey: .timeout)
        try container.encodeIfPresent(expect, forKey: .expect)
        try container.encodeIfPresent(assert, forKey: .assert)
        try container.encodeIfPresent(capture, forKey: .capture)
        switch action {
        case .request(let request): try container.encode(request, forKey: .request)
        case .command(let command): try container.encode(command, forKey: .command)
        case .use(let call):
            try container.encode(call.fragment, forKey: .use)
            if !call.values.isEmpty { try container.encode(call.values, forKey: .with) }
        case .steps(let steps): try container.encode(steps, forKey: .steps)
        case .parallel(let steps): try container.encode(steps, forKey: .parallel)
        case .forEach(let loop): try container.encode(loop, forKey: .forEach)
        case .branch(let branch):
            try container.encode(branch.condition, forKey: .condition)
            try container.encode(branch.then, forKey: .then)
            try container.encodeIfPresent(branch.otherwise, forKey: .otherwise)
        }
    }
}
