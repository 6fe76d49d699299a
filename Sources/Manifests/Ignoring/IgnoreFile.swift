import Foundation

/// The patterns of one `.rondoignore`, or of `ignore` in `rondo.yaml`.
struct IgnoreFile: Sendable {
    static let name = ".rondoignore"
    /// A longer line is passed over: no path is as long.
    static let longestLine = 4_096

    /// Path of the file.
    let path: String
    /// The folder that the patterns are relative to; "" for the root of the tree.
    let folder: String
    let patterns: [IgnorePattern]

    /// Reads the lines of a file.
    init(path: String, contents: Data) {
        var bytes = [UInt8](contents)[...]
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
        self.path = path
        folder = path.split(separator: "/").dropLast().joined(separator: "/")
        patterns = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated()
            .compactMap { index, line in
                let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
                // As git sees it, a text ends at its first zero byte.
                let visible = line.prefix { $0 != 0 }
                return visible.count > Self.longestLine ? nil : IgnorePattern(visible, line: index + 1)
            }
    }

    /// Takes the entries of a list, each as one line.
    init(path: String, folder: String, entries: [String]) {
        self.path = path
        self.folder = folder
        patterns = entries.prefix(IgnoreRules.patternLimit).enumerated().compactMap { index, text in
            text.utf8.count > Self.longestLine ? nil : IgnorePattern(Array(text.utf8)[...], line: index + 1)
        }
    }
}
