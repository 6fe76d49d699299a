import API
import Foundation
import Logging
import Model

/// Looks at the instance's folder for what became of it since it booted: another definition, or its release.
struct FolderWatch: Sendable {
    private static let maxBytes = 1 << 20

    let url: URL
    let interval: Duration
    let found: FoundCapabilities

    /// Announces each change; a failed announcement is tried again with the next look.
    ///
    /// - Returns: true when the instance was released, false when the task was cancelled.
    func run(hello: WorkerHello, link: ControllerLink, logger: Logger) async -> Bool {
        var seen: InstanceFile?
        while !Task.isCancelled {
            if let file = read(), file != seen {
                if file.released { return true }
                do throws(APIError) {
                    if file.worker != seen?.worker || file.resources != seen?.resources {
                        try await link.announce(changed(hello, by: file))
                    }
                    seen = file
                } catch {
                    logger.debug("change not announced", metadata: ["reason": "\(error)"])
                }
            }
            try? await Task.sleep(for: interval)
        }
        return false
    }

    /// Whether nobody asks anything of the instance any more; told before its join token is refused.
    var isReleased: Bool { read()?.released == true }

    private func read() -> InstanceFile? {
        guard let data = try? BoundedFile.read(url, limit: Self.maxBytes) else { return nil }
        return try? JSONDecoder().decode(InstanceFile.self, from: data)
    }

    /// Slots stay: they are fixed when a worker starts.
    private func changed(_ hello: WorkerHello, by file: InstanceFile) -> WorkerHello {
        WorkerHello(
            capabilities: file.worker.map { found.merged(with: $0.capabilities) } ?? hello.capabilities,
            resources: file.resources ?? hello.resources, slots: hello.slots, version: hello.version)
    }
}
