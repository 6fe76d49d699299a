package import Model

extension ObservedObject {
    /// As it is to be shown when no controller runs: mocks are not served then.
    package var withoutController: ObservedObject {
        guard case .environment(let spec) = declared.spec, spec.services.values.contains(where: \.isMock) else {
            return self
        }
        var status = status
        let down = Condition(
            type: .servicesReady, status: .no, reason: .noController, message: "no controller",
            observedGeneration: generation)
        status.conditions = status.conditions.filter { $0.type != .servicesReady } + [down]
        status.services = status.services?.map { service in
            service.mock ? ServiceStatus(name: service.name, ready: false, url: nil, mock: true) : service
        }
        status.summary = "no controller: mocks are not served"
        return ObservedObject(
            declared: declared, source: source, specHash: specHash, generation: generation, revision: revision,
            status: status)
    }
}

extension ServiceSpec {
    fileprivate var isMock: Bool {
        switch self {
        case .mock: true
        case .url: false
        }
    }
}
