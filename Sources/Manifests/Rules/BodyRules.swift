import Model
import TestLanguage

/// What can be asked of each sort of test or step.
enum BodyRules {
    static func check(_ outline: SuiteOutline, _ validator: inout Validator) {
        let steps = Dictionary(outline.steps.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
        for site in validator.findings.queries {
            guard let part = site.path.suitePart else { continue }
            if !steps.isEmpty, let step = step(of: site.path, in: steps) {
                check(site, step.body, &validator)
            } else if case .test(let index) = part, outline.tests.indices.contains(index) {
                check(site, outline.tests[index].body, &validator)
            }
        }
        for test in outline.tests {
            checkExpect(test.node["expect"], test.body, &validator)
            checkMethod(test.node["rest"], &validator)
            checkMethod(test.node["performance"]?["target"], &validator)
        }
        for step in outline.steps {
            checkMethod(step.node["request"], &validator)
            checkExpect(step.node["expect"], step.body, &validator)
            for key in ["expect", "assert", "capture"] where step.body == nil {
                guard let entry = step.node.member(key) else { continue }
                validator.error("`\(key)` belongs to the steps that send a request or run a program", at: entry.key)
            }
        }
    }

    private static func check(_ site: QuerySite, _ body: TestOutline.Body?, _ validator: inout Validator) {
        guard let body, !body.has(site.query) else { return }
        validator.error("`\(site.query.word.rawValue)` \(body.refusal)", at: site.place)
    }

    private static func checkExpect(_ node: YAMLNode?, _ body: TestOutline.Body?, _ validator: inout Validator) {
        guard let node, let body, !body.has(.status) else { return }
        let refused = ["status", "headers", "json", "body", "schema"] + (body.has(.duration) ? [] : ["duration"])
        for entry in node.entries {
            guard let key = entry.key.keyText, refused.contains(key) else { continue }
            // As `get` shows it where nothing was written.
            if key == "headers", case .mapping(let members) = entry.value.content, members.isEmpty { continue }
            validator.error("`expect.\(key)` \(body.refusal)", at: entry.key)
        }
    }

    /// RFC 9110 §9.3.2: a body of `HEAD` means nothing, and no worker sends one.
    private static func checkMethod(_ request: YAMLNode?, _ validator: inout Validator) {
        guard let request, request["method"]?.string == "HEAD" else { return }
        for name in ["json", "body", "form", "multipart", "file"] {
            guard let entry = request.member(name) else { continue }
            validator.error("a request of `HEAD` can't have a `\(name)`: take it away, or ask by `GET`", at: entry.key)
        }
    }

    private static func step(of path: FieldPath, in steps: [FieldPath: StepOutline]) -> StepOutline? {
        for length in stride(from: path.count - 1, to: 2, by: -1) {
            if case .index = path[length - 1], let step = steps[Array(path[..<length])] { return step }
        }
        return nil
    }
}

extension TestOutline.Body {
    fileprivate func has(_ query: Query) -> Bool {
        switch query.word.source {
        case .either:
            switch self {
            case .rest, .graphql, .command, .container: true
            // It has no answer and no output of its own.
            case .integration: query.word != .line
            case .performance, .security: false
            }
        case .request:
            switch self {
            case .rest, .graphql: true
            case .command, .container, .integration, .performance, .security: false
            }
        case .command:
            switch self {
            case .command, .container: true
            case .rest, .graphql, .integration, .performance, .security: false
            }
        }
    }

    fileprivate var refusal: String {
        switch self {
        case .rest, .graphql: "makes no sense for `\(rawValue)`: only a command has it"
        case .command, .container: "makes no sense for `\(rawValue)`: only a request has it"
        case .integration: "makes no sense for `integration`: ask it of one of its steps"
        case .performance: "makes no sense for `performance`: write `thresholds`"
        case .security: "makes no sense for `security`: its checks are what must hold"
        }
    }
}
