package import Foundation

/// The Python that holds the counterparts from PyPI, as `scripts/bootstrap --tests` installs it.
package enum CounterpartPython {
    package static let url: URL = {
        let environment = ProcessInfo.processInfo.environment
        let cache = environment["XDG_CACHE_HOME"] ?? "\(environment["HOME"] ?? "")/.cache"
        return URL(filePath: cache).appending(path: "rondo-tests/python/bin/python3")
    }()

    package static var isInstalled: Bool {
        FileManager.default.isExecutableFile(atPath: url.path(percentEncoded: false))
    }
}
