import Foundation
import Glibc

/// Files of an attempt's scratch folder, read without following links and with a bound.
struct ScratchFiles {
    struct Problem: Error {
        /// For people.
        let reason: String
        /// Nothing is there by that name; false where something is that can't be read.
        var isAbsent = false
    }

    let folder: URL

    /// In bytes.
    static let limit = 16 << 20

    /// - Parameter path: relative to the folder, without `..`.
    func contents(of path: String) throws(Problem) -> [UInt8] {
        let parts = path.split(separator: "/").map(String.init)
        guard !path.hasPrefix("/"), !parts.isEmpty, !parts.contains("..") else {
            throw Problem(reason: "`\(path)` is not inside the scratch folder")
        }
        var handle = open(folder.path(percentEncoded: false), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        for (place, part) in parts.enumerated() where handle >= 0 {
            let flags = O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | (place < parts.count - 1 ? O_DIRECTORY : 0)
            let next = openat(handle, part, flags)
            let problem = next < 0 ? Self.problem(path, errno, Self.isLink(part, in: handle)) : nil
            close(handle)
            if let problem { throw problem }
            handle = next
        }
        guard handle >= 0 else { throw Self.problem(path, errno, false) }
        defer { close(handle) }
        var facts = stat()
        guard fstat(handle, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
            throw Problem(reason: "`\(path)` is no file")
        }
        guard facts.st_size <= Self.limit else { throw Problem(reason: "`\(path)` is larger than 16Mi") }
        var bytes = [UInt8](repeating: 0, count: Int(facts.st_size))
        var filled = 0
        while filled < bytes.count {
            let count = bytes.withUnsafeMutableBytes { buffer in
                read(handle, buffer.baseAddress?.advanced(by: filled), buffer.count - filled)
            }
            guard count > 0 else { break }
            filled += count
        }
        return Array(bytes.prefix(filled))
    }

    /// A link where a folder is asked for gives `ENOTDIR`, like a file.
    private static func isLink(_ name: String, in folder: Int32) -> Bool {
        var facts = stat()
        return fstatat(folder, name, &facts, AT_SYMLINK_NOFOLLOW) == 0 && facts.st_mode & S_IFMT == S_IFLNK
    }

    private static func problem(_ path: String, _ code: Int32, _ isLink: Bool) -> Problem {
        if isLink { return Problem(reason: "`\(path)` is a link, or leads over one") }
        switch code {
        case ENOENT, ENOTDIR: return Problem(reason: "there is no file `\(path)`", isAbsent: true)
        default: return Problem(reason: "`\(path)` can't be read: \(String(cString: strerror(code)).lowercased())")
        }
    }
}
