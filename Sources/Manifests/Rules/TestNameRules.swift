import Model
import TestLanguage

/// Names of tests are unique in a suite, those that a matrix makes included.
enum TestNameRules {
    /// So many tests a suite may have in all.
    static let limit = 20_000

    static func check(_ outline: SuiteOutline, _ validator: inout Validator) {
        var seen: [String: Int] = [:]
        var count = 0
        for test in outline.tests {
            if let matrix = test.matrix { checkMatrix(matrix, test, &validator) }
            count += test.cellNames.count
            noteSecrets(of: test, &validator)
            guard let node = test.node["name"], let own = test.name else { continue }
            for (taken, steps) in [
                (ResolvedSuite.setupName, outline.setup), (ResolvedSuite.teardownName, outline.teardown),
            ] where own == taken && !steps.all.isEmpty {
                validator.error("the suite's own `\(taken)` is a test of this name: give this one another", at: node)
            }
            for name in Set([own] + test.cellNames).sorted() {
                if let line = seen[name] {
                    validator.error("test `\(name)` stands twice in this suite, first in line \(line)", at: node)
                } else {
                    seen[name] = node.start.line
                }
            }
        }
        if count > limit, let node = outline.spec["tests"] {
            validator.error("the suite has \(count) tests, and at most \(limit) are taken: split it", at: node)
        }
    }

    /// What a test lists must be there as what it refers to must.
    private static func noteSecrets(of test: TestOutline, _ validator: inout Validator) {
        for (index, node) in (test.node["secrets"]?.items ?? []).enumerated() {
            guard let name = node.string, KeyForm.referenceName.accepts(name) else { continue }
            validator.findings.references.append(
                ReferenceSite(
                    reference: Reference(root: .secrets, steps: [.name(name)], span: TextSpan(offset: 0, length: 1)),
                    path: [.key("spec"), .key("tests"), .index(test.index), .key("secrets"), .index(index)],
                    place: validator.place(of: node)))
        }
    }

    private static func checkMatrix(_ matrix: TestMatrix, _ test: TestOutline, _ validator: inout Validator) {
        guard let node = test.node.member("matrix") else { return }
        if matrix.count.map({ $0 > TestMatrix.limit }) ?? true {
            validator.error(
                "the matrix makes more than \(TestMatrix.limit) tests: leave values out, or make several tests",
                at: node.key)
        }
        for axis in node.value.entries {
            var seen: Set<String> = []
            for item in axis.value.items {
                guard let value = item.keyText, !seen.insert(value).inserted else { continue }
                validator.error(
                    "`\(Wording.shortened(value))` stands twice in `matrix.\(axis.key.keyText ?? "")`", at: item)
            }
        }
    }
}
