import API
import Foundation
import HTTPTransport
import Model

/// Makes the client for the controller that runs right now.
struct ControllerDialer: Sendable {
    let locator: ControllerLocator
    let http: HTTPClient

    func client() throws(APIError) -> WorkerClient {
        guard let address = locator.current() else {
            throw .unreachable(
                url: locator.stateDirectory.path(percentEncoded: false),
                .connect(endpoint: "controller.json", reason: "no controller runs on this state folder"))
        }
        return WorkerClient(address, http: http)
    }
}
