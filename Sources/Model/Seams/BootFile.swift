/// `boot.json` (0600) in a local instance's folder: what a cloud's boot script would hold.
package struct BootFile: Codable, Sendable {
    package static let name = "boot.json"

    /// One use; a worker that has joined deletes the file.
    package let joinToken: String
    /// The state folder whose `controller.json` says where the controller answers.
    package let stateDirectory: String
    package let worker: WorkerSpec
    package let resources: InstanceResources

    package init(joinToken: String, stateDirectory: String, worker: WorkerSpec, resources: InstanceResources) {
        self.joinToken = joinToken
        self.stateDirectory = stateDirectory
        self.worker = worker
        self.resources = resources
    }
}
