import Model
import TestLanguage

/// Makes the tests of a suite as they are to run in one environment: fragments taken in, matrices taken apart,
/// references to variables, parameters and matrix values resolved. Only what holds any of that is touched.
struct SuiteExpansion {
    private let spec: TestSuiteSpec
    private let shares: TestShares
    private let steps: StepExpansion
    private let variables: JSONValue
    private let allowsActiveChecks: Bool
    private let params: TemplateSubstitution
    /// Test to the names of the tests that its matrix makes.
    private let cells: [String: [String]]
    private(set) var tests: [TestDefinition] = []
    private(set) var testShares: [String: TestShare] = [:]
    /// Names that each declared test has become.
    private(set) var names: [[String]] = []

    init(_ spec: TestSuiteSpec, _ shares: TestShares, environment: EnvironmentSpec) throws {
        self.spec = spec
        self.shares = shares
        steps = StepExpansion(fragments: spec.fragments ?? [:])
        allowsActiveChecks = environment.allowsActiveChecks
        variables = .object(environment.variables.mapValues(JSONValue.string))
        params = TemplateSubstitution((spec.params ?? [:]).mapValues(\.template))
        var cells: [String: [String]] = [:]
        for test in spec.tests {
            guard let matrix = test.settings.matrix else { continue }
            cells[test.name] = matrix.cells.map { TestMatrix.name(test.name, $0) }
        }
        self.cells = cells
        tests.reserveCapacity(spec.tests.count)
        try addSetup()
        if spec.tests.isEmpty {
            for test in try ServiceTests.tests(of: spec.services, in: environment) {
                var test = test
                if spec.setup?.isEmpty == false { test.settings.dependsOn = [TestDependency(ResolvedSuite.setupName)] }
                try append(test, ServiceTests.share(of: test))
            }
        }
        for (index, test) in spec.tests.enumerated() { try add(test, at: index) }
        if spec.teardown?.isEmpty == false {
            testShares[ResolvedSuite.teardownName] = shares.share(ofOwn: .teardown)
        }
    }

    /// The steps that run at the end, resolved.
    func teardown() throws -> [TestStep]? {
        guard let teardown = spec.teardown else { return nil }
        return try resolved(try steps.expand(teardown), shares.references(of: .teardown), cell: nil)
    }

    /// The suite's own first steps are a test that all others wait for.
    private mutating func addSetup() throws {
        guard let setup = spec.setup, !setup.isEmpty else { return }
        let body = IntegrationSpec(
            steps: try resolved(try steps.expand(setup), shares.references(of: .setup), cell: nil))
        tests.append(
            TestDefinition(
                settings: TestSettings(name: ResolvedSuite.setupName, priority: 100), body: .integration(body)))
        testShares[ResolvedSuite.setupName] = shares.share(ofOwn: .setup)
    }

    private mutating func add(_ test: TestDefinition, at index: Int) throws {
        let sites = shares.references(of: .test(index)).filter { $0.reference.time == .sync }
        let isInBody = { (site: ReferenceSite) in
            site.path.suitePart != .test(index) || site.path.testField.map(TestFields.bodies.contains) == true
        }
        let bodySites = sites.filter(isInBody)
        let settingsSites = sites.filter { !isInBody($0) }
        var test = test
        test.body = try steps.expand(test.body)
        if !allowsActiveChecks, case .security(let spec) = test.body { test.body = .security(spec.passive) }
        if spec.setup?.isEmpty == false {
            test.settings.dependsOn.insert(TestDependency(ResolvedSuite.setupName), at: 0)
        }
        if !cells.isEmpty {
            test.settings.dependsOn = test.settings.dependsOn.flatMap { dependency in
                cells[dependency.test]?.map { TestDependency($0, when: dependency.when) } ?? [dependency]
            }
        }
        let share = shares.share(of: test, at: index)
        guard let matrix = test.settings.matrix else {
            let made = TestDefinition(
                settings: try resolved(test.settings, settingsSites, cell: nil),
                body: try resolved(test.body, bodySites, cell: nil))
            try append(made, share)
            names.append([made.name])
            return
        }
        test.settings.matrix = nil
        var made: [String] = []
        for cell in matrix.cells {
            var settings = try resolved(test.settings, settingsSites, cell: cell)
            settings.name = TestMatrix.name(test.name, cell)
            made.append(settings.name)
            try append(TestDefinition(settings: settings, body: try resolved(test.body, bodySites, cell: cell)), share)
        }
        names.append(made)
    }

    private mutating func append(_ test: TestDefinition, _ share: TestShare) throws {
        if let when = test.settings.when, when.holds == nil {
            throw LanguageError(
                "`when: \(when.text)` of test `\(test.name)` compares `\(when.left)` with `\(when.right)`, which are not both numbers",
                span: TextSpan(offset: 0, length: 1))
        }
        tests.append(test)
        testShares[test.name] = share
    }

    private func resolved<Value: Codable>(
        _ value: Value, _ sites: [ReferenceSite], cell: TestMatrix.Cell?
    ) throws -> Value {
        guard sites.contains(where: { $0.reference.time == .sync }) else { return value }
        let usesParams = sites.contains { $0.reference.root == .params }
        var tree = try TreeEncoder.encode(value)
        if usesParams { tree = try params.apply(tree) }
        let scope = Scope([.vars: variables, .matrix: .object((cell ?? [:]).mapValues(JSONValue.string))])
        tree = try TreeResolver([.sync], scope: scope).resolve(tree)
        return try TreeDecoder.decode(Value.self, from: tree)
    }
}

extension SuiteParameter {
    /// What stands in the place of a reference to it: its value, or the reference to the secret that it stands for.
    var template: JSONValue {
        guard secret, let name = self.default.string else { return Template.escaping(self.default) }
        return .string("${{ secrets.\(name) }}")
    }
}
