import Model

/// What must hold across the tests of one suite.
enum SuiteRules {
    static func check(_ root: YAMLNode, _ validator: inout Validator) {
        let items = root["spec"]?["tests"]?.items ?? []
        let tests = items.enumerated().map { TestOutline(index: $0.offset, node: $0.element) }
        if let spec = root["spec"] { SuiteScheduleRules.check(spec, &validator) }
        checkNames(tests, &validator)
        checkDependencies(tests, &validator)
        checkQueries(tests, &validator)
        CacheInputRules.check(tests, &validator)
        SuiteReferences(tests: tests).check(&validator)
    }

    private static func checkNames(_ tests: [TestOutline], _ validator: inout Validator) {
        var seen: [String: Int] = [:]
        for test in tests {
            guard let name = test.name, let node = test.node["name"] else { continue }
            if let line = seen[name] {
                validator.error("test `\(name)` stands twice in this suite, first in line \(line)", at: node)
            } else {
                seen[name] = node.start.line
            }
        }
    }

    private static func checkDependencies(_ tests: [TestOutline], _ validator: inout Validator) {
        let names = tests.compactMap(\.name)
        let known = Set(names)
        var dependencies: [String: [String]] = [:]
        for test in tests {
            if let name = test.name { dependencies[name, default: []] += test.dependsOn.map(\.name) }
            for (name, node) in test.dependsOn where !known.contains(name) {
                let hint = Wording.hint(name, among: names)
                validator.error("unknown test `\(name)` in tests[\(test.index)].dependsOn\(hint)", at: node)
            }
        }
        for cycle in DependencyCycles.find(dependencies) {
            let path = (cycle + cycle.prefix(1)).joined(separator: " → ")
            for test in tests where test.name == cycle.first {
                let next = cycle.count > 1 ? cycle[1] : cycle[0]
                guard let node = test.dependsOn.first(where: { $0.name == next })?.node else { continue }
                validator.error("these tests wait for each other: \(path)", at: node)
            }
        }
    }

    private static func checkQueries(_ tests: [TestOutline], _ validator: inout Validator) {
        for site in validator.findings.queries {
            guard let index = site.path.testIndex, tests.indices.contains(index), let body = tests[index].body,
                !body.has(site.query)
            else { continue }
            validator.error("`\(site.query.word)` \(body.refusal)", at: site.place)
        }
        for test in tests where test.body == .command {
            for entry in test.node["expect"]?.entries ?? [] {
                guard let key = entry.key.keyText, ["status", "headers", "json", "body"].contains(key) else { continue }
                validator.error("`expect.\(key)` \(TestOutline.Body.command.refusal)", at: entry.key)
            }
        }
    }
}

extension TestOutline.Body {
    fileprivate func has(_ query: Query) -> Bool {
        switch (self, query) {
        case (_, .duration): true
        case (.rest, .status), (.rest, .header), (.rest, .body), (.rest, .json): true
        case (.rest, .exitCode), (.rest, .stdout), (.rest, .stderr): false
        case (.command, .exitCode), (.command, .stdout), (.command, .stderr): true
        case (.command, .status), (.command, .header), (.command, .body), (.command, .json): false
        }
    }

    fileprivate var refusal: String {
        switch self {
        case .rest: "makes no sense for `rest`, which has status, header, body, json and duration"
        case .command: "makes no sense for `command`, which has exitCode, stdout, stderr and duration"
        }
    }
}

extension Query {
    /// Its first word.
    fileprivate var word: String {
        switch self {
        case .status: "status"
        case .header: "header"
        case .body: "body"
        case .json: "json"
        case .duration: "duration"
        case .exitCode: "exitCode"
        case .stdout: "stdout"
        case .stderr: "stderr"
        }
    }
}
