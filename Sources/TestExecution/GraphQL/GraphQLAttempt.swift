import Foundation
import HTTPTransport
import Model
import TestLanguage

/// Sends the operation of a `graphql` test as GraphQL over HTTP has it, and judges the answer.
struct GraphQLAttempt {
    let request: GraphQLRequest
    let claims: Claims
    let timeout: TimeSpan
    let variables: [String: JSONValue]
    let scratch: URL
    let http: HTTPClient
    let redactor: Redactor
    let clock: any WallClock

    func run() async -> AttemptReport {
        var left = timeout
        if request.introspect == true {
            let start = ContinuousClock.now
            if let refused = await SchemaAttempt(attempt: self).run() { return refused }
            left = TimeSpan(
                milliseconds: max(1, timeout.milliseconds - (ContinuousClock.now - start).rounded.milliseconds))
        }
        var report = await send(request, claims.isEmpty ? .ofGraphQL(capture: claims.capture) : claims, timeout: left)
        if report.outcome == .timedOut, left < timeout, report.failures.isEmpty {
            report.message = "the test did not end within \(timeout)"
        }
        return report
    }

    func send(_ request: GraphQLRequest, _ claims: Claims, timeout: TimeSpan) async -> AttemptReport {
        await RequestStep(
            request: request.asRest, claims: claims, timeout: timeout, variables: variables, scratch: scratch,
            http: http, redactor: redactor, clock: clock
        ).run()
    }
}

extension GraphQLRequest {
    /// The media types of an answer, by preference (GraphQL over HTTP §4).
    static let accepted = "application/graphql-response+json, application/json;q=0.9"

    /// The request of HTTP that it is (GraphQL over HTTP §5.4: POST).
    var asRest: RestRequest {
        var body: [String: JSONValue] = ["query": .string(query)]
        body["variables"] = variables
        body["operationName"] = operationName.map(JSONValue.string)
        var headers = self.headers ?? [:]
        if !headers.keys.contains(where: { $0.lowercased() == "accept" }) { headers["Accept"] = Self.accepted }
        return RestRequest(
            method: "POST", url: url, service: service, path: path, headers: headers, json: .object(body),
            followRedirects: followRedirects ?? false, options: options)
    }
}

extension Claims {
    /// What must hold of an answer of which nothing is said: data, and no errors.
    fileprivate static func ofGraphQL(capture: [String: Capture]) -> Claims {
        Claims(
            assert: [
                Assertion(
                    query: .graphqlErrors, negated: true, predicate: .exists, text: "graphql.errors not exists"),
                Assertion(query: .status, predicate: .less(.integer(400)), text: "status < 400"),
                Assertion(
                    query: .json(JSONPath(segments: [.name("data")])), predicate: .exists, text: "json $.data exists"),
            ], capture: capture)
    }
}
