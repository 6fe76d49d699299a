import Model

/// Which fragments the parts of a suite use, directly or not, and which services their steps ask.
struct FragmentUses {
    private var fragments: [SuitePart: [String]] = [:]
    private var asked: [SuitePart: Set<String>] = [:]

    init(_ spec: TestSuiteSpec) {
        for (index, test) in spec.tests.enumerated() {
            switch test.body {
            case .integration(let body): add(body.steps + (body.finally ?? []), of: .test(index), spec)
            case .performance(let body):
                switch body.work {
                case .target(let request): asked[.test(index)] = Set([request.service].compactMap(\.self))
                case .scenario(let steps): add(steps, of: .test(index), spec)
                case .mix(let parts):
                    let calls = parts.map {
                        TestStep(action: .use(FragmentCall(fragment: $0.use, values: $0.with ?? [:])))
                    }
                    add(calls, of: .test(index), spec)
                }
            case .rest, .graphql, .command, .security, .container: break
            }
        }
        add(spec.setup ?? [], of: .setup, spec)
        add(spec.teardown ?? [], of: .teardown, spec)
    }

    /// Sorted.
    func used(by part: SuitePart) -> [String] { fragments[part] ?? [] }

    /// Services that requests in steps are sent to.
    func services(of part: SuitePart) -> Set<String> { asked[part] ?? [] }

    private mutating func add(_ steps: [TestStep], of part: SuitePart, _ spec: TestSuiteSpec) {
        guard !steps.isEmpty else { return }
        var found: Set<String> = []
        var services: Set<String> = []
        var waiting = steps
        while let step = waiting.popLast() {
            switch step.action {
            case .request(let request): if let service = request.service { services.insert(service) }
            case .command: break
            case .use(let call):
                if found.insert(call.fragment).inserted { waiting += spec.fragments?[call.fragment]?.steps ?? [] }
            case .steps(let inner), .parallel(let inner): waiting += inner
            case .forEach(let loop): waiting += loop.steps
            case .branch(let branch): waiting += branch.then + (branch.otherwise ?? [])
            }
        }
        fragments[part] = found.sorted()
        asked[part] = services
    }
}
