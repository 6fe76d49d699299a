import Model
import TestLanguage

/// What is known when a step starts, and what steps add to it.
struct StepState: Sendable {
    /// By the names by which references name them: items of loops too.
    private(set) var captures: [String: JSONValue]
    /// Those that the steps themselves made.
    private(set) var made = CapturedValues()
    /// Each named step that has run, with its captures: what `steps.NAME` names.
    private(set) var named: [String: JSONValue] = [:]
    private(set) var redactor: Redactor
    /// Without captures and steps.
    private let base: Scope

    init(captures: [String: JSONValue], base: Scope, redactor: Redactor) {
        self.captures = captures
        self.base = base
        self.redactor = redactor
    }

    var scope: Scope { base.with(.captures, .object(captures)).with(.steps, .object(named)) }

    /// The same knowledge with nothing made yet, for what is within a step.
    func inner() -> StepState {
        var state = self
        state.made = CapturedValues()
        return state
    }

    /// Lets steps name the item of a loop; it is known within the loop only.
    mutating func setItem(_ item: JSONValue, as name: String) { captures[name] = item }

    /// Takes over what a request or a program captured.
    mutating func take(_ report: AttemptReport) {
        redactor.formUnion(report.redactor)
        take(report.found)
    }

    /// Takes over what the inside of a step made, and what it is named by.
    mutating func take(_ inner: StepState, of name: String?) {
        redactor.formUnion(inner.redactor)
        named.merge(inner.named) { $1 }
        take(inner.made)
        if let name { named[name] = .object(["captures": .object(inner.made.values)]) }
    }

    private mutating func take(_ values: CapturedValues) {
        made.formUnion(values)
        captures.merge(values.values) { $1 }
    }

    // MARK: References

    /// A step, or a part of one, with its references resolved.
    func resolve<Value: Codable>(_ value: Value) throws -> Value {
        try TreeResolver([.run], scope: scope).resolve(value)
    }

    /// The first capture that is named and was never made.
    func missingCapture(in value: some Encodable) -> Reference? {
        guard let tree = try? TreeEncoder.encode(value), let found = try? TreeResolver.references(in: tree) else {
            return nil
        }
        let known = scope
        return found.first { reference in
            guard [.captures, .steps].contains(reference.root) else { return false }
            return (try? known.value(of: reference)) == nil
        }
    }
}
