package import Foundation
package import HTTPTransport
package import Model

/// Speaks to one controller: sends JSON, reads JSON, turns every other answer into an `APIError`.
package struct APIClient: Sendable {
    private let http: HTTPClient
    private let baseURL: String
    private let token: Secret?
    private let authority: Data?
    private let serverName: String?

    /// The largest answer that is read, in bytes.
    private static let maxBodyBytes = 64 << 20

    /// - Parameters:
    ///   - baseURL: `http://127.0.0.1:8080`, with or without a slash at its end.
    ///   - authority: what the controller's certificate is trusted by, in PEM; nil trusts what the system does.
    ///   - serverName: what the certificate is checked for; nil for the host of the URL.
    package init(
        baseURL: String, token: Secret?, http: HTTPClient = HTTPClient(), authority: Data? = nil,
        serverName: String? = nil
    ) {
        self.http = http
        self.authority = authority
        self.serverName = serverName
        self.baseURL = baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL
        self.token = token
    }

    /// The same connections and controller, another bearer.
    package func with(token: Secret?) -> APIClient {
        APIClient(baseURL: baseURL, token: token, http: http, authority: authority, serverName: serverName)
    }

    package init(_ address: ControllerAddress, token: Secret?, http: HTTPClient = HTTPClient()) {
        self.init(
            baseURL: address.url, token: token, http: http, authority: address.authority,
            serverName: address.serverName)
    }

    /// Asks for a resource and decodes the answer.
    package func get<Output: Decodable>(
        _ request: APIRequest, as type: Output.Type = Output.self
    ) async throws(APIError) -> Output {
        try decode(type, from: await read(request))
    }

    func read(_ request: APIRequest, timeout: Duration = .seconds(30)) async throws(APIError) -> Data {
        try await exchange("GET", request, body: nil, timeout: timeout)
    }

    /// Sends a message and decodes the answer.
    package func post<Output: Decodable>(
        _ request: APIRequest, _ input: some Encodable, as type: Output.Type = Output.self,
        timeout: Duration = .seconds(30)
    ) async throws(APIError) -> Output {
        try decode(type, from: await send(request, input, timeout: timeout))
    }

    /// Sends `input` and returns the answer's bytes, which are empty for a 204.
    func send(
        _ request: APIRequest, _ input: some Encodable, method: String = "POST", timeout: Duration = .seconds(30)
    ) async throws(APIError) -> Data {
        let body: Data
        do {
            body = try APICoding.encode(input)
        } catch {
            throw .badRequest(message: "the request can't be written as JSON: \(error)")
        }
        return try await exchange(method, request, body: body, timeout: timeout)
    }

    /// Puts a resource in its place and decodes the answer.
    func put<Output: Decodable>(
        _ request: APIRequest, _ input: some Encodable, as type: Output.Type = Output.self,
        timeout: Duration = .seconds(30)
    ) async throws(APIError) -> Output {
        try decode(type, from: await send(request, input, method: "PUT", timeout: timeout))
    }

    /// Sends bytes as they are.
    func upload(
        _ request: APIRequest, _ bytes: Data, timeout: Duration = .seconds(60)
    ) async throws(APIError) -> Data {
        try await exchange("POST", request, body: bytes, type: "application/octet-stream", timeout: timeout)
    }

    func delete(_ request: APIRequest) async throws(APIError) {
        _ = try await exchange("DELETE", request, body: nil, timeout: .seconds(30))
    }

    func decode<Output: Decodable>(_ type: Output.Type, from data: Data) throws(APIError) -> Output {
        do {
            return try APICoding.decode(type, from: data)
        } catch {
            throw .malformed(url: baseURL, reason: "\(error)")
        }
    }

    private func exchange(
        _ method: String, _ request: APIRequest, body: Data?, type: String = "application/json", timeout: Duration
    ) async throws(APIError) -> Data {
        var headers: [(name: String, value: String)] = [("Accept", "application/json")]
        if body != nil { headers.append(("Content-Type", type)) }
        if let token { headers.append(("Authorization", "Bearer \(token.reveal())")) }
        let response: HTTPResponse
        do {
            // Redirects are not followed: the bearer is for this controller alone.
            var sent = HTTPRequest(
                method: method, url: baseURL + request.target, headers: headers, body: body, timeout: timeout,
                maxBodyBytes: Self.maxBodyBytes)
            sent.tls.authorities = authority
            sent.tls.serverName = serverName
            response = try await http.send(sent)
        } catch .cancelled {
            throw .cancelled
        } catch {
            throw .unreachable(url: baseURL, error)
        }
        guard (200..<300).contains(response.status) else {
            throw APIError(
                status: response.status, resource: try? APICoding.decode(ErrorResource.self, from: response.body))
        }
        return response.body
    }
}
