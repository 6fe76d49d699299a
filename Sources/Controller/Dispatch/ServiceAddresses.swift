import Model

/// Puts addresses in the place of the services that requests name, in steps within steps too.
struct ServiceAddresses {
    private let urls: [String: String]

    init(_ urls: [String: String]) { self.urls = urls }

    func addressed(_ body: TestBody) throws(PreparationError) -> TestBody {
        switch body {
        case .rest(let request): return .rest(try addressed(request))
        case .graphql(var request):
            guard let service = request.service else { return body }
            // Without a path it is the address itself, at which many servers answer.
            request.url = try url(of: service, request.path)
            request.service = nil
            request.path = nil
            return .graphql(request)
        case .integration(var spec):
            spec.steps = try addressed(spec.steps)
            if let finally = spec.finally { spec.finally = try addressed(finally) }
            return .integration(spec)
        case .security(let spec):
            guard let service = spec.service else { return body }
            return .security(
                SecuritySpec(
                    url: try url(of: service), checks: spec.checks, sarif: spec.sarif,
                    severityThreshold: spec.severityThreshold, leftOut: spec.leftOut))
        case .performance, .command, .container: return body
        }
    }

    private func addressed(_ steps: [TestStep]) throws(PreparationError) -> [TestStep] {
        var result: [TestStep] = []
        result.reserveCapacity(steps.count)
        for step in steps { result.append(try addressed(step)) }
        return result
    }

    private func addressed(_ step: TestStep) throws(PreparationError) -> TestStep {
        var step = step
        switch step.action {
        case .request(let request): step.action = .request(try addressed(request))
        case .command, .use: break
        case .steps(let steps): step.action = .steps(try addressed(steps))
        case .parallel(let steps): step.action = .parallel(try addressed(steps))
        case .forEach(var loop):
            loop.steps = try addressed(loop.steps)
            step.action = .forEach(loop)
        case .branch(var branch):
            branch.then = try addressed(branch.then)
            if let otherwise = branch.otherwise { branch.otherwise = try addressed(otherwise) }
            step.action = .branch(branch)
        }
        return step
    }

    private func addressed(_ rest: RestRequest) throws(PreparationError) -> RestRequest {
        guard let service = rest.service else { return rest }
        var request = rest
        request.url = try url(of: service, rest.path ?? "/")
        request.service = nil
        request.path = nil
        return request
    }

    private func url(of service: String, _ path: String? = nil) throws(PreparationError) -> String {
        guard let base = urls[service] else { throw .serviceNotServed(service) }
        guard let path else { return base }
        let root = base.hasSuffix("/") ? String(base.dropLast()) : base
        return root + (path.hasPrefix("/") ? path : "/" + path)
    }
}
