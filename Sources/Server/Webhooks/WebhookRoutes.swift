import API
import Controller
import Foundation
import HTTPTypes
import Hummingbird
import Model
import NIOCore

/// `POST /hooks/SOURCE`: a forge tells that there may be a new commit.
///
/// No bearer token is asked for; each source has a secret of its own. A delivery is only a hint: it makes the source be
/// looked at, and nothing of what it says is believed.
struct WebhookRoutes: Sendable {
    private let context: ServerContext
    private let address: String

    /// - Parameter address: whose the connection is.
    init(context: ServerContext, address: String) {
        self.context = context
        self.address = address
    }

    /// - Parameter segments: The path after `/hooks`.
    func respond(to request: Request, _ segments: [String]) async throws -> Response {
        guard segments.count == 1, let receiver = context.webhooks[segments[0]] else {
            return try Replies.error(.notFound, "there is no webhook at \(request.uri.path)")
        }
        guard request.method == .post else {
            return try reply(.methodNotAllowed, .badRequest, "webhooks are sent with POST", [.allow: "POST"])
        }
        let key = RateLimit.Key(source: receiver.source, address: address)
        if let wait = context.webhookGate.take(key) {
            return try reply(
                .tooManyRequests, .badRequest, "too many deliveries from this address", [.retryAfter: "\(wait)"])
        }
        guard request.headers[.contentEncoding].map({ $0.lowercased() == "identity" }) ?? true else {
            return try reply(.unsupportedMediaType, .badRequest, "the body must not be compressed")
        }
        guard WebhookBody.Form(contentType: request.headers[.contentType]) != nil else {
            return try reply(
                .unsupportedMediaType, .badRequest,
                "the body must be application/json, or application/x-www-form-urlencoded with `payload`")
        }
        do {
            let headers = request.headers
            return try await WebhookReading(gate: context.webhookGate, deadline: context.webhookDeadline)
                .read(request) { body in
                    try await take(WebhookDelivery(headers: headers, body: body), for: receiver)
                }
        } catch let failure as WebhookReading.Failure {
            return try answer(to: failure)
        }
    }

    /// Checks who sent it before anything in it is looked at.
    private func take(_ delivery: WebhookDelivery, for receiver: WebhookReceiver) async throws -> Response {
        let secret: Secret
        do {
            secret = try await receiver.secret()
        } catch {
            // Strangers are not told where it is.
            return try reply(.serviceUnavailable, .internalError, "the webhook's secret can't be read")
        }
        guard WebhookSignature.isValid(delivery, from: receiver.configuration, secret: secret) else {
            return try Replies.error(.unauthorized, "the delivery is not signed with this source's secret")
        }
        let headers = WebhookReader.eventHeaders(of: receiver.configuration.type)
        if let twice = headers.first(where: delivery.repeats) {
            return try Replies.error(.badRequest, "the header \(twice) is there more than once")
        }
        guard let news = WebhookReader.news(of: delivery, from: receiver.configuration.type) else {
            return try Replies.error(.badRequest, "the body holds no JSON object, or one that nests too deep")
        }
        let current = await context.controller.revision(of: receiver.source)?.ref
        let verdict = WebhookVerdict(on: news, for: receiver, current: current)
        if verdict == .looking { _ = context.controller.hint(source: receiver.source) }
        return try Replies.json(
            WebhookReply(verdict, source: receiver.source), status: verdict == .ping ? .ok : .accepted)
    }

    private func answer(to failure: WebhookReading.Failure) throws -> Response {
        switch failure {
        case .tooLarge:
            try reply(.contentTooLarge, .badRequest, "the body is larger than \(WebhookReading.mostBytes) bytes")
        case .tooSlow: try reply(.requestTimeout, .badRequest, "the body did not come in time")
        case .tooMany:
            try reply(.serviceUnavailable, .internalError, "too many deliveries at once", [.retryAfter: "1"])
        case .cutOff: try reply(.badRequest, .badRequest, "the body was cut off")
        }
    }

    private func reply(
        _ status: HTTPResponse.Status, _ code: ErrorResource.Code, _ message: String, _ headers: HTTPFields = [:]
    ) throws -> Response {
        var response = try Replies.json(ErrorResource(code: code, message: message), status: status)
        for field in headers { response.headers.append(field) }
        return response
    }
}

/// What the forge's log of deliveries shows.
private struct WebhookReply: Encodable {
    let source: String
    let result: String
    let reason: String?

    init(_ verdict: WebhookVerdict, source: String) {
        self.source = source
        switch verdict {
        case .looking: (result, reason) = ("looking", nil)
        case .ping: (result, reason) = ("pong", nil)
        case .ignored(let why): (result, reason) = ("ignored", why)
        }
    }
}
