import ArgumentParser
import Foundation

/// Where a controller keeps what it remembers.
struct StateOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The state folder (default: $XDG_STATE_HOME/rondo, else ~/.local/state/rondo).", valueName: "dir"))
    var state: String?

    /// The folder as an absolute path, links resolved, so that two names of one folder are one state.
    var directory: URL {
        let path = state ?? Self.standard
        return URL(filePath: path, directoryHint: .isDirectory).standardizedFileURL.resolvingSymlinksInPath()
    }

    /// The folder as it is typed and shown.
    var path: String {
        let path = directory.path(percentEncoded: false)
        return path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }

    /// What stands behind another command so that it finds the same state: ` --state DIR`, or nothing where none was given.
    var asTyped: String { state == nil ? "" : " --state \(path)" }

    /// The options as if `--state` had been given.
    static func at(_ path: String) -> StateOptions {
        var options = StateOptions()
        options.state = path
        return options
    }

    /// The state of a working tree's own controller: `…/rondo/dev/NAME-DIGITS`.
    static func ofWorkingTree(_ path: String) -> String {
        // FNV-1a: another folder of the same name gets another state, and the same one finds its own again.
        let hash = path.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        let name = URL(filePath: path).lastPathComponent
        return "\(standard)/dev/\(name)-\(String(hash, radix: 16).prefix(8))"
    }

    private static var standard: String {
        let environment = ProcessInfo.processInfo.environment
        if let base = environment["XDG_STATE_HOME"], base.hasPrefix("/") { return "\(base)/rondo" }
        return "\(environment["HOME"] ?? NSHomeDirectory())/.local/state/rondo"
    }
}
