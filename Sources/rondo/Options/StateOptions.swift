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

    private static var standard: String {
        let environment = ProcessInfo.processInfo.environment
        if let base = environment["XDG_STATE_HOME"], base.hasPrefix("/") { return "\(base)/rondo" }
        return "\(environment["HOME"] ?? NSHomeDirectory())/.local/state/rondo"
    }
}
