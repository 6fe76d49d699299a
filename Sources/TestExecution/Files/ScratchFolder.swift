package import Foundation
import Glibc

/// The folder in which an attempt works.
package enum ScratchFolder {
    /// Removes it with all that is in it, also below folders that a command left without the right to change them, as
    /// `go test` leaves its cache of modules; no link is followed.
    ///
    /// - Returns: false when something stays.
    @discardableResult
    package static func remove(_ folder: URL) -> Bool {
        let path = folder.path(percentEncoded: false)
        try? FileManager.default.removeItem(atPath: path)
        guard exists(path) else { return true }
        openUp(path)
        try? FileManager.default.removeItem(atPath: path)
        return !exists(path)
    }

    private static func exists(_ path: String) -> Bool {
        var facts = stat()
        return lstat(path, &facts) == 0
    }

    /// Gives their owner every right on all folders of a tree, each before it is read.
    private static func openUp(_ path: String) {
        var waiting = [path]
        while let folder = waiting.popLast() {
            var facts = stat()
            guard lstat(folder, &facts) == 0, facts.st_mode & S_IFMT == S_IFDIR else { continue }
            chmod(folder, S_IRWXU)
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            waiting += names.map { "\(folder)/\($0)" }
        }
    }
}
