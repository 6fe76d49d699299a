import Foundation
import Model

/// Finds the controller by `controller.json`; read at every call, since a restarted controller has another port and certificate. An
/// instance of a cloud was told the address for good.
struct ControllerLocator: Sendable {
    let stateDirectory: URL
    var address: ControllerAddress?

    /// nil when there is no such file, or none that can be read: then no controller runs.
    func current() -> ControllerAddress? {
        if let address { return address }
        let url = stateDirectory.appending(path: EndpointFile.name)
        guard let contents = try? BoundedFile.read(url, limit: EndpointFile.maxBytes) else { return nil }
        // Only these matter here, so that any encoding of the other fields will do.
        guard let endpoint = try? JSONDecoder().decode(Endpoint.self, from: contents) else { return nil }
        return ControllerAddress(
            url: endpoint.url, authority: endpoint.authority.map { Data($0.utf8) }, serverName: endpoint.serverName)
    }

    private struct Endpoint: Decodable {
        let url: String
        let authority: String?
        let serverName: String?
    }
}
