import Foundation
import Synchronization

/// An HTTP client over libcurl with one thread of its own; connections are kept and used again.
///
/// Dropping the last reference ends the thread; a request that is under way keeps its client alive.
package final class HTTPClient: Sendable {
    package struct Options: Sendable {
        /// Instead of the environment's `http_proxy` and `https_proxy`; loopback is never reached through either.
        package let proxy: String?
        /// In the form of `CURLOPT_NOPROXY`.
        let proxyExceptions: String

        package init(proxy: String? = nil, environment: [String: String] = ProcessInfo.processInfo.environment) {
            self.proxy = proxy
            proxyExceptions = ProxyRules.exceptions(environment: environment)
        }
    }

    let loop: TransferLoop
    private let lastID = Atomic<UInt64>(0)

    package init(options: Options = Options()) {
        loop = TransferLoop(options: options)
    }

    deinit { loop.stop() }

    /// Sends one request. Cancelling the task breaks it off and throws `cancelled`.
    package func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse {
        let checked = try CheckedRequest(request)
        let id = lastID.add(1, ordering: .relaxed).newValue
        let ticket = CancellationTicket()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { loop.start(id: id, checked, ticket, $0) }
        } onCancel: {
            ticket.cancel()
            loop.cancel(id: id)
        }
        return try result.get()
    }

    /// Breaks every request off with `shutDown` and returns when the thread has ended.
    package func shutdown() async {
        loop.stop()
        await loop.waitForEnd()
    }
}
