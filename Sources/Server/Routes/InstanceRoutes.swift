import API
import Controller
import HTTPTypes
import Hummingbird
import Model

/// `GET /api/v1/objects/KIND/NAMESPACE/NAME/instances`: what the providers say of an object's instances now.
struct InstanceRoutes: Sendable {
    let context: ServerContext

    /// nil for what this route is not about.
    ///
    /// - Parameter segments: The path after `/api`.
    func answer(to request: Request, _ segments: [String]) async throws -> Response? {
        guard request.method == .get, segments.count == 6, segments[0] == "v1", segments[1] == "objects",
            segments[5] == "instances", let kind = Kind(rawValue: segments[2])
        else { return nil }
        let identity = ObjectIdentity(kind: kind, namespace: segments[3], name: segments[4])
        let reports = try await context.controller.instanceReports(of: identity)
        return try Replies.json(ListResource(kind: "InstanceReportList", items: reports))
    }
}
