package import Model

/// What instances of clouds need to become workers of this controller.
package struct WorkerBoot: Sendable {
    package let controller: ControllerAddress
    package let executable: WorkerExecutable

    package init(controller: ControllerAddress, executable: WorkerExecutable) {
        self.controller = controller
        self.executable = executable
    }

    func script(for request: InstanceRequest, worker: WorkerSpec, joinToken: Secret) async throws -> String {
        let script = BootScript(
            controller: controller, digest: try await executable.facts().digest, joinToken: joinToken, worker: worker,
            first: request.spec.configuration.cloud?.userData)
        do {
            return try script.text()
        } catch {
            throw EC2FieldError(.userData, "\(error)")
        }
    }
}
