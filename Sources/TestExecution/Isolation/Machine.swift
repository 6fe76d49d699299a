package import Foundation
package import Model

/// What the worker's machine has that tests can be kept apart with.
package struct Machine: Sendable {
    /// nil where no podman or docker works.
    let engine: ContainerEngine?
    /// nil where no bubblewrap works.
    let sandbox: Sandbox?

    package static let bare = Machine(engine: nil, sandbox: nil)

    /// Tries what there is.
    ///
    /// - Parameters:
    ///   - environment: of this process, of which the engines get what they need.
    ///   - installation: whose containers they are; those that a worker of it left when it was killed are removed.
    ///   - hidden: folders that a sandboxed test doesn't see.
    ///   - scratch: a folder for what is tried out; it may not exist.
    package static func find(
        environment: [String: String], installation: String, hidden: [URL], scratch: URL
    ) async -> Machine {
        async let engine = ContainerEngine.find(
            environment: environment, owner: ContainerOwner(installation: installation), scratch: scratch)
        async let sandbox = Sandbox.find(path: environment["PATH"] ?? "", hidden: hidden)
        let machine = await Machine(engine: engine, sandbox: sandbox)
        if let engine = machine.engine { Task.detached { await engine.sweep() } }
        return machine
    }

    /// What of `TestAbility.machineBound` it has.
    package var abilities: Set<TestAbility> {
        var abilities: Set<TestAbility> = []
        if engine != nil { abilities.insert(.container) }
        if sandbox != nil { abilities.insert(.isolation) }
        return abilities
    }
}
