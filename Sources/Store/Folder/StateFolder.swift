package import Foundation

/// The folder of one controller: its databases, keys and mirrors, readable by its owner alone.
package enum StateFolder {
    /// Makes the folder with mode 0700 if it is missing; one that exists keeps its mode.
    package static func create(_ directory: URL) throws(StoreError) {
        let path = directory.path(percentEncoded: false)
        do {
            try FileManager.default.createDirectory(
                at: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw .folderUnusable(folder: path, reason: FileFault.describe(error))
        }
    }

    /// Makes an empty file with mode 0600, or gives an existing one that mode, so that SQLite's side files get it too.
    static func restrict(_ file: String) throws(StoreError) {
        let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw .folderUnusable(folder: file, reason: FileFault.describe(errno: errno))
        }
        defer { close(descriptor) }
        guard fchmod(descriptor, 0o600) == 0 else {
            throw .folderUnusable(folder: file, reason: FileFault.describe(errno: errno))
        }
    }
}

/// The system's words for what went wrong with a file.
enum FileFault {
    static func describe(errno code: Int32) -> String { String(cString: strerror(code)) }

    /// The system's words where Foundation kept the code, else Foundation's.
    static func describe(_ error: any Error) -> String {
        let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
        guard let underlying, underlying.domain == NSPOSIXErrorDomain else { return error.localizedDescription }
        return describe(errno: Int32(underlying.code))
    }
}
