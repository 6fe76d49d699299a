import Foundation
import Model

/// Finds the controller by `controller.json`; read at every call, since a restarted controller has another port. An
/// instance of a cloud was told the address for good.
struct ControllerLocator: Sendable {
    let stateDirectory: URL
    var address: ControllerAddress?

    /// nil when there is no such file, or none that can be read: then no controller runs.
    func baseURL() -> String? {
        if let address { return address.url }
        let url = stateDirectory.appending(path: EndpointFile.name)
        guard let contents = try? BoundedFile.read(url, limit: 64 << 10) else { return nil }
        // Only the URL matters here, so that any encoding of the other fields will do.
        return try? JSONDecoder().decode(Endpoint.self, from: contents).url
    }

    private struct Endpoint: Decodable { let url: String }
}
