import Model

/// Where a command runs.
enum CommandPlacing: Sendable {
    /// As a process of the worker's machine.
    case process
    case sandbox(Sandbox)
    case container(ContainerRun)
}

extension Machine {
    /// - Throws: when this machine has no such place; then the capability was not announced, so it is never leased.
    func placing(of isolation: TestIsolation?) throws -> CommandPlacing {
        switch isolation {
        case nil, .process?: return .process
        case .container?:
            guard let sandbox else { throw MissingAbility() }
            return .sandbox(sandbox)
        }
    }

    func placing(image: String) throws -> CommandPlacing {
        guard let engine else { throw MissingAbility() }
        return .container(ContainerRun(engine: engine, image: image))
    }
}
