import Foundation
package import HTTPTransport
package import Model
import SystemPackage

/// What a controller's own surroundings offer to its calls of AWS: variables, files, a network and a clock.
package struct AWSSurroundings: Sendable {
    package typealias Sending = @Sendable (HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse

    package let environment: [String: String]
    package let http: HTTPClient
    /// Sends calls; `http` does, unless something else stands in for the services.
    package let send: Sending
    package let clock: any WallClock
    package let time: MonotonicTime
    package let jitter: @Sendable () -> Double
    /// The user's home, for `~/.aws`.
    package let home: String

    /// - Parameters:
    ///   - jitter: between 0 and 1, another each time.
    ///   - send: what answers calls in place of the services; nil sends them by `http`.
    package init(
        environment: [String: String] = ProcessInfo.processInfo.environment, http: HTTPClient = HTTPClient(),
        clock: any WallClock = SystemWallClock(), time: MonotonicTime = .system,
        jitter: @escaping @Sendable () -> Double = { .random(in: 0...1) }, home: String = NSHomeDirectory(),
        send: Sending? = nil
    ) {
        self.environment = environment
        self.http = http
        if let send {
            self.send = send
        } else {
            self.send = { request async throws(HTTPTransportError) -> HTTPResponse in try await http.send(request) }
        }
        self.clock = clock
        self.time = time
        self.jitter = jitter
        self.home = home
    }

    /// A variable that is set to something.
    func variable(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }

    /// The profile that is in force: `AWS_PROFILE`, else `default`.
    var profileName: String { variable("AWS_PROFILE") ?? variable("AWS_DEFAULT_PROFILE") ?? "default" }

    func profiles() -> AWSProfiles {
        AWSProfiles(
            config: text(variable("AWS_CONFIG_FILE") ?? "\(home)/.aws/config") ?? "",
            credentials: text(variable("AWS_SHARED_CREDENTIALS_FILE") ?? "\(home)/.aws/credentials") ?? "")
    }

    /// The endpoints that variables and the profile name, unless `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS` says no.
    func endpoints(account: String?) -> AWSEndpoints {
        var found: [AWSService: String] = [:]
        if variable("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")?.lowercased() != "true" {
            let profile = profiles()[profileName]
            for service in AWSService.allCases {
                found[service] =
                    variable(service.endpointVariable) ?? variable("AWS_ENDPOINT_URL") ?? profile?["endpoint_url"]
            }
        }
        let bundle = variable("AWS_CA_BUNDLE") ?? profiles()[profileName]?["ca_bundle"]
        let authorities = bundle.flatMap(data)
        return AWSEndpoints(
            account: account, surroundings: found, authorities: authorities,
            problem: authorities == nil ? bundle.map { "\($0) can't be read, or is larger than 1 MiB" } : nil)
    }

    /// Of calls that concern no region of their own.
    package var region: String? {
        variable("AWS_REGION") ?? variable("AWS_DEFAULT_REGION") ?? profiles()[profileName]?["region"]
    }

    /// A small file of the operator's; nil when it can't be read or is larger than 1 MiB.
    func data(_ path: String) -> Data? {
        let full = path.hasPrefix("~/") ? home + path.dropFirst() : path
        return BoundedFile.read(FilePath(full), limit: 1 << 20).map { Data($0) }
    }

    func text(_ path: String) -> String? { data(path).map { String(decoding: $0, as: UTF8.self) } }
}
