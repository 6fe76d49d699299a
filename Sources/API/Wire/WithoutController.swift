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
        let notReady = Condition(
            type: .ready, status: .no, reason: .noController, message: "no controller: mocks are not served",
            observedGeneration: generation)
        status.conditions =
            [notReady] + status.conditions.filter { $0.type != .servicesReady && $0.type != .ready } + [down]
        status.services = status.services?.map { service in
            service.mock ? ServiceStatus(name: service.name, ready: false, url: nil, mock: true) : service
        }
        status.summary = "no controller: mocks are not served"
        return with(status)
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
