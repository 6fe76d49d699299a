package import Foundation
package import Model

/// How a worker is started; the intervals exist so that tests need not wait.
package struct WorkerOptions: Sendable {
    /// The folder with `boot.json`; scratch files go below it too.
    package let bootDirectory: URL
    /// The version that the controller shows beside the worker.
    package let version: String
    /// The worker ends itself when no controller has answered for so long.
    package let selfEnd: Duration
    /// How long one request for a task may wait.
    package let leaseWait: TimeSpan
    /// How long an attempt's result waits for the last lines of its log, and those lines for their turn after it.
    package let logPatience: Duration
    /// How often the folder is looked at for what became of the instance.
    package let folderInterval: Duration

    let found: FoundCapabilities

    /// - Parameter machine: what tests can be kept apart with here.
    package init(
        bootDirectory: URL, version: String, selfEnd: Duration = .seconds(600), leaseWait: TimeSpan = .seconds(20),
        logPatience: Duration = .seconds(2), folderInterval: Duration = .seconds(1), machine: Set<TestAbility> = []
    ) {
        found = FoundCapabilities(machine: machine)
        self.bootDirectory = bootDirectory
        self.version = version
        self.selfEnd = selfEnd
        self.leaseWait = leaseWait
        self.logPatience = logPatience
        self.folderInterval = folderInterval
    }

    /// What attempts got of repositories.
    var blobDirectory: URL { bootDirectory.appending(path: "blobs", directoryHint: .isDirectory) }
    /// So much of it is kept.
    static let blobBytes = 1 << 30

    /// Each attempt gets a folder of its own in here.
    package var scratchDirectory: URL { bootDirectory.appending(path: "scratch", directoryHint: .isDirectory) }
}
