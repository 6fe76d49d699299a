import API
import Controller
import Foundation
import Hummingbird
import Model

/// `GET /api/v1/drift?since=&environment=&namespace=`: the drift ledger.
struct DriftRoutes: Sendable {
    /// How far back what has ended is told when nobody says it, in seconds.
    private static let standardWindow: TimeInterval = 86_400

    private let context: ServerContext

    init(context: ServerContext) { self.context = context }

    /// - Parameter since: ISO 8601; nil is a day ago.
    func respond(since text: String?, scope: DriftScope) async throws -> Response {
        let since = try text.map(Self.date) ?? context.clock.now().addingTimeInterval(-Self.standardWindow)
        let records = try await context.controller.drift(resolvedSince: since)
        let objects = await context.controller.objects().map(\.declared)
        return try Replies.json(DriftListResource(records, among: objects, in: scope))
    }

    private static func date(_ text: String) throws -> Date {
        let format = Date.ISO8601FormatStyle()
        let precise = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        guard let date = (try? format.parse(text)) ?? (try? precise.parse(text)) else {
            throw RequestProblem(
                code: .badRequest, message: "`\(text)` is not a time: write it as 2026-11-21T10:00:00Z")
        }
        return date
    }
}
