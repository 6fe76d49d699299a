package import Foundation

/// The Python that holds the counterparts from PyPI, as `scripts/bootstrap --tests` installs it.
package enum CounterpartPython {
    package static let url = bin("rondo-tests").appending(path: "python3")
    /// With moto, ministack and the AWS CLI.
    package static let aws = bin("rondo-tests-aws")

    private static func bin(_ name: String) -> URL {
        let environment = ProcessInfo.processInfo.environment
        let cache = environment["XDG_CACHE_HOME"] ?? "\(environment["HOME"] ?? "")/.cache"
        return URL(filePath: cache).appending(path: "\(name)/python/bin")
    }

    package static var isInstalled: Bool {
        FileManager.default.isExecutableFile(atPath: url.path(percentEncoded: false))
    }

    package static var hasAWS: Bool {
        FileManager.default.isExecutableFile(atPath: aws.appending(path: "moto_server").path(percentEncoded: false))
    }
}
