import Foundation
import HTTPTransport
import Model

/// The credentials of the machine that this is, from its metadata (IMDS, version 2 alone).
struct AWSInstanceMetadata: Sendable {
    let surroundings: AWSSurroundings

    /// nil where there is no such machine, or no role for it.
    func find() async throws -> AWSCredentials? {
        guard surroundings.variable("AWS_EC2_METADATA_DISABLED")?.lowercased() != "true" else { return nil }
        guard let token = try await text("PUT", "/latest/api/token", ("x-aws-ec2-metadata-token-ttl-seconds", "300"))
        else { return nil }
        let header = ("x-aws-ec2-metadata-token", token)
        let folder = "/latest/meta-data/iam/security-credentials/"
        guard let role = try await text("GET", folder, header)?.split(whereSeparator: \.isNewline).first,
            let body = try await text("GET", folder + role, header)
        else { return nil }
        return try AWSTemporaryCredentials.read(
            try? JSONParser.parse(Array(body.utf8)), origin: "this machine's role \(role)")
    }

    /// nil when nobody answers, or nothing is there.
    ///
    /// - Throws: when it is there and answers neither: it is asked too often, or has failed.
    private func text(_ method: String, _ path: String, _ header: (String, String)) async throws -> String? {
        var request = HTTPRequest(
            method: method, url: base + path, headers: [header], timeout: .seconds(2), connectTimeout: .seconds(1),
            maxBodyBytes: 64 << 10)
        request.allowsLinkLocal = true
        request.proxy = ""
        let response: HTTPResponse
        do throws(HTTPTransportError) {
            response = try await surroundings.http.send(request)
        } catch {
            if error == .cancelled { throw CancellationError() }
            return nil
        }
        if response.status == 429 || response.status >= 500 {
            throw AWSCredentialError.unusable(
                origin: "this machine", reason: "its metadata answered \(response.status)")
        }
        return response.status == 200 ? String(decoding: response.body, as: UTF8.self) : nil
    }

    private var base: String {
        let named = surroundings.variable("AWS_EC2_METADATA_SERVICE_ENDPOINT")
        let six = surroundings.variable("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE")?.lowercased() == "ipv6"
        let address = named ?? (six ? "http://[fd00:ec2::254]" : "http://169.254.169.254")
        return address.hasSuffix("/") ? String(address.dropLast()) : address
    }
}
