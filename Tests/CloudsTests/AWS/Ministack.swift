import Foundation
import TestSupport

/// ministack with `AUTH=true`, which verifies every signature and asks every policy.
final class Ministack: Sendable {
    let port = LoopbackPort.free()
    private let server: RunningServer
    var url: String { "http://127.0.0.1:\(port)" }

    /// nil where it is not installed.
    init?() throws {
        guard CounterpartPython.hasAWS else {
            print("skipped: ministack is not installed; scripts/bootstrap --tests does")
            return nil
        }
        let program = CounterpartPython.aws.appending(path: "ministack").path(percentEncoded: false)
        server = try RunningServer(
            "env",
            [
                "AUTH=true", "BIND_HOST=127.0.0.1", "GATEWAY_PORT=\(port)", "MINISTACK_HOST=127.0.0.1",
                "LOG_LEVEL=WARNING", program,
            ], ports: [port])
    }

    /// Of the root key, of which nothing is verified.
    var root: [String: String] {
        [
            "AWS_ENDPOINT_URL": url, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": "us-east-1", "AWS_CONFIG_FILE": "/dev/null", "AWS_PAGER": "",
        ]
    }
}
