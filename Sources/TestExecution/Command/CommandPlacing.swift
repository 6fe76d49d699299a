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
            guard let sandbox else { throw MissingPlace.sandbox }
            return .sandbox(sandbox)
        }
    }

    func placing(image: String) throws -> CommandPlacing {
        guard let engine else { throw MissingPlace.engine }
        return .container(ContainerRun(engine: engine, image: image))
    }
}

/// This machine has nothing to keep a command apart with.
enum MissingPlace: Error, CustomStringConvertible {
    case engine
    case sandbox

    var description: String {
        switch self {
        case .engine: "neither podman nor docker runs a container on this machine: install one of them and try it"
        case .sandbox: "bubblewrap does not work on this machine: install it and try `bwrap --ro-bind / / true`"
        }
    }
}
