/// Where a field stands in its document.
enum PathStep: Hashable, Sendable {
    case key(String)
    case index(Int)
}

/// Steps from the root of a document.
typealias FieldPath = [PathStep]

extension FieldPath {
    /// As people see it: `tests[2].rest`; `spec` is left out before anything else.
    var text: String {
        var steps = self[...]
        if steps.count > 1, steps.first == .key("spec") { steps = steps.dropFirst() }
        return steps.reduce("") { text, step in
            switch step {
            case .key(let key): text.isEmpty ? key : "\(text).\(key)"
            case .index(let index): "\(text)[\(index)]"
            }
        }
    }

    /// The last field alone, with the index when it is an item: `path`, `run[0]`.
    var fieldName: String {
        guard let last else { return "" }
        switch last {
        case .key(let key): return key
        case .index(let index): return "\(Array(dropLast()).fieldName)[\(index)]"
        }
    }

    /// The index of the test it is in, if it is in one.
    var testIndex: Int? {
        guard count > 2, self[0] == .key("spec"), self[1] == .key("tests"), case .index(let index) = self[2] else {
            return nil
        }
        return index
    }

    /// The field of the suite's `defaults` it is in, if it is in one.
    var defaultsField: String? {
        guard count > 2, self[0] == .key("spec"), self[1] == .key("defaults"), case .key(let key) = self[2] else {
            return nil
        }
        return key
    }

    /// The field of a test it is in: `env` of `spec.tests[2].env.X`, also within `defaults`.
    var testField: String? {
        if let defaultsField { return defaultsField }
        guard testIndex != nil, count > 3, case .key(let key) = self[3] else { return nil }
        return key
    }

    /// The part of a suite it is in that is worked on in each environment.
    var suitePart: SuitePart? {
        guard count > 1, self[0] == .key("spec"), case .key(let field) = self[1] else { return nil }
        switch field {
        case "tests": return testIndex.map(SuitePart.test)
        case "setup": return .setup
        case "teardown": return .teardown
        case "params": return .params
        case "fragments":
            guard count > 2, case .key(let name) = self[2] else { return nil }
            return .fragment(name)
        default: return nil
        }
    }

    /// Whether it is an argument of a program, which every process sees.
    var isArgument: Bool {
        zip(self, dropFirst()).contains { one, two in
            (one == .key("command") || one == .key("container")) && two == .key("run")
        }
    }
}

/// What a reference of a suite belongs to.
enum SuitePart: Hashable {
    case test(Int)
    case setup, teardown, params
    case fragment(String)
}
