import API
import Controller
import HTTPTypes
import Hummingbird
import Model

/// `/api/v1/leaks` and `/api/v1/looks`: unmanaged instances, and a look at all of them at once.
struct LeakRoutes: Sendable {
    private let context: ServerContext

    init(context: ServerContext) { self.context = context }

    /// nil for what these routes are not about.
    ///
    /// - Parameter segments: The path after `/api`.
    func answer(to request: Request, _ segments: [String]) async throws -> Response? {
        guard segments.count >= 2, segments[0] == "v1" else { return nil }
        switch (request.method, segments[1], segments.count) {
        case (.get, "leaks", 2):
            return try Replies.json(ListResource(kind: "LeakList", items: await context.controller.leaks()))
        case (.delete, "leaks", 3):
            return try await delete(
                InstanceID(rawValue: segments[2]), force: request.uri.queryParameters["force"] == "true")
        case (.post, "looks", 2):
            try await context.controller.look()
            return Response(status: .noContent)
        default: return nil
        }
    }

    private func delete(_ id: InstanceID, force: Bool) async throws -> Response {
        do {
            try await context.controller.deleteLeak(id, force: force)
        } catch let error as LeakError {
            let code: ErrorResource.Code =
                switch error {
                case .none: .notFound
                case .protected, .noProvider: .badRequest
                }
            throw RequestProblem(code: code, message: error.description)
        }
        return Response(status: .noContent)
    }
}
