/// `boot.json` (0600) in an instance's folder; a local provider writes it, and the boot script of a cloud's instance.
package struct BootFile: Codable, Sendable {
    package static let name = "boot.json"

    /// One use; a worker that has joined deletes the file.
    package let joinToken: String
    /// The state folder whose `controller.json` says where the controller answers; empty where `controller` says it.
    package let stateDirectory: String
    /// nil for a local instance.
    package let controller: ControllerAddress?
    package let worker: WorkerSpec
    package let resources: InstanceResources

    package init(
        joinToken: String, stateDirectory: String, worker: WorkerSpec, resources: InstanceResources,
        controller: ControllerAddress? = nil
    ) {
        self.controller = controller
        self.joinToken = joinToken
        self.stateDirectory = stateDirectory
        self.worker = worker
        self.resources = resources
    }
}
