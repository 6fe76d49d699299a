import API
import Controller
import Hummingbird
import Model

/// `/api/v1/approvals`: listed and given.
struct ApprovalRoutes: Sendable {
    private let context: ServerContext

    init(context: ServerContext) { self.context = context }

    /// nil for a request about something else.
    func answer(to request: Request, _ segments: [String]) async throws -> Response? {
        guard segments == ["v1", "approvals"] else { return nil }
        switch request.method {
        case .get:
            return try Replies.json(ListResource(kind: "ApprovalList", items: await context.controller.approvals))
        case .post:
            let wanted = try await Replies.body(ApprovalRequest.self, of: request)
            let person = String(wanted.by.prefix(100))
            guard !person.isEmpty else {
                throw RequestProblem(code: .badRequest, message: "`by` says who approves: it can't be empty")
            }
            do {
                return try Replies.json(
                    try await context.controller.approve(wanted.hash, by: person), status: .created)
            } catch let error as ApprovalError {
                throw RequestProblem(code: error.isNotFound ? .notFound : .badRequest, message: error.description)
            }
        default: return nil
        }
    }
}
