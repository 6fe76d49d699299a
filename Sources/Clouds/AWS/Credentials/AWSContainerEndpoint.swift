import Foundation
import HTTPTransport
import Model

/// The endpoint that gives a container its credentials, in ECS and by EKS Pod Identity.
struct AWSContainerEndpoint: Sendable {
    private let surroundings: AWSSurroundings
    private let url: String

    /// nil when nothing names one.
    init?(_ surroundings: AWSSurroundings) throws(AWSCredentialError) {
        self.surroundings = surroundings
        if let path = surroundings.variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") {
            url = "http://169.254.170.2\(path)"
        } else if let full = surroundings.variable("AWS_CONTAINER_CREDENTIALS_FULL_URI") {
            guard Self.isTrusted(full) else {
                throw .unusable(
                    origin: "the container", reason: "AWS_CONTAINER_CREDENTIALS_FULL_URI must be https, or on loopback")
            }
            url = full
        } else {
            return nil
        }
    }

    /// What it is asked.
    var request: HTTPRequest {
        var request = HTTPRequest(url: url, timeout: .seconds(5), connectTimeout: .seconds(2), maxBodyBytes: 64 << 10)
        request.allowsLinkLocal = true
        // The token is for the machine itself, and stands in clear on the way.
        if url.hasPrefix("http://") { request.proxy = "" }
        if let token = token { request.headers.append(("authorization", token)) }
        return request
    }

    func find() async throws -> AWSCredentials {
        let response: HTTPResponse
        do {
            response = try await surroundings.http.send(request)
        } catch {
            throw AWSCredentialError.unusable(origin: "the container", reason: "\(error)")
        }
        guard response.status == 200 else {
            throw AWSCredentialError.unusable(
                origin: "the container", reason: "its endpoint answered \(response.status)")
        }
        return try AWSTemporaryCredentials.read(try? JSONParser.parse(Array(response.body)), origin: "the container")
    }

    private var token: String? {
        if let file = surroundings.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") {
            return surroundings.text(file)?.trimmingCharacters(in: .whitespacesAndNewlines)
        }
        return surroundings.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN")
    }

    /// Where AWS's own tools send the token without encryption.
    private static func isTrusted(_ url: String) -> Bool {
        if url.hasPrefix("https://") { return true }
        let host = SentURL(url).authority
        let name = host.hasPrefix("[") ? host.prefix { $0 != "]" } + "]" : host.prefix { $0 != ":" }
        return ["localhost", "[::1]", "169.254.170.2", "169.254.170.23", "[fd00:ec2::23]"].contains(String(name))
            || name.hasPrefix("127.")
    }
}
