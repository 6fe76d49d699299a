import Foundation
import Model

/// The boot file of this worker, read once and then removed.
struct BootRecord: Sendable {
    let boot: BootFile
    private let url: URL

    private static let maxBytes = 1 << 20

    init(directory: URL) throws(WorkerError) {
        url = directory.appending(path: BootFile.name)
        let path = url.path(percentEncoded: false)
        do {
            guard let contents = try BoundedFile.read(url, limit: Self.maxBytes) else {
                throw WorkerError.boot(path: path, reason: "it is larger than \(Self.maxBytes) bytes")
            }
            boot = try JSONDecoder().decode(BootFile.self, from: contents)
        } catch let error as WorkerError {
            throw error
        } catch {
            throw .boot(path: path, reason: "\(error)")
        }
    }

    /// With the authority that lies beside the boot file, as a cloud's boot script leaves it.
    var controller: ControllerAddress? {
        get throws(WorkerError) {
            guard let controller = boot.controller else { return nil }
            let file = url.deletingLastPathComponent().appending(path: "ca.pem")
            guard FileManager.default.fileExists(atPath: file.path(percentEncoded: false)) else { return controller }
            do {
                return ControllerAddress(
                    url: controller.url, authority: try BoundedFile.read(file, limit: Self.maxBytes))
            } catch {
                throw .boot(path: file.path(percentEncoded: false), reason: "\(error)")
            }
        }
    }

    /// The token is spent: nobody needs to be able to read it.
    func remove() { try? FileManager.default.removeItem(at: url) }
}
