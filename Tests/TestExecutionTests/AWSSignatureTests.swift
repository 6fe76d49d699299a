import Foundation
import Model
import TestLanguage
import Testing

@testable import TestExecution

/// The suite of aws-c-auth, as far as headers are signed and paths are tidied up.
struct AWSSignatureTests {
    struct Case: Decodable {
        struct Context: Decodable {
            struct Credentials: Decodable {
                let access_key_id: String
                let secret_access_key: String
                let token: String?
            }

            let credentials: Credentials
            let normalize: Bool
            let omit_session_token: Bool?
            let region: String
            let service: String
            let sign_body: Bool
            let timestamp: String
        }

        let name: String
        let context: Context
        let request: String
        let canonical: String
        let stringToSign: String
        let signature: String

        enum CodingKeys: String, CodingKey {
            case name, context, request
            case canonical = "header-canonical-request"
            case stringToSign = "header-string-to-sign"
            case signature = "header-signature"
        }
    }

    private static let cases: [Case]? = {
        struct Suite: Decodable { let cases: [Case] }
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let data =
            ProcessInfo.processInfo.environment["RONDO_TEST_DATA"].map { URL(filePath: $0) }
            ?? root.deletingLastPathComponent().appending(path: "shared/data")
        guard let text = try? Data(contentsOf: data.appending(path: "suites/aws-sigv4/sigv4-dev.json")) else {
            return nil
        }
        return try? JSONDecoder().decode(Suite.self, from: text).cases
    }()

    @Test func theSuiteHolds() throws {
        guard let cases = Self.cases else {
            print("skipped: no aws-sigv4 suite beside the package")
            return
        }
        var checked = 0
        for test in cases where test.context.normalize {
            let context = test.context
            let date = try Date(context.timestamp, strategy: .iso8601)
            var members: [String: JSONValue] = [
                "accessKey": .string(context.credentials.access_key_id),
                "secretKey": .string(context.credentials.secret_access_key), "region": .string(context.region),
                "service": .string(context.service),
            ]
            members["sessionToken"] = context.credentials.token.map(JSONValue.string)
            let signing = try TreeDecoder.decode(AWSSigning.self, from: .object(members))
            let signature = AWSSignature(signing: signing, date: date)
            let input = Self.input(of: test)
            #expect(signature.canonicalRequest(for: input) == test.canonical, "\(test.name)")
            #expect(signature.stringToSign(for: input) == test.stringToSign, "\(test.name)")
            #expect(signature.authorization(for: input).hasSuffix("Signature=\(test.signature)"), "\(test.name)")
            checked += 1
        }
        print("aws-sigv4: \(checked) of \(cases.count) cases; the others sign paths as they are, as only S3 does")
        #expect(checked == 17)
    }

    private static func input(of test: Case) -> AWSSignature.Input {
        let parts = test.request.components(separatedBy: "\n\n")
        let lines = parts[0].split(separator: "\n").map(String.init)
        let words = lines[0].split(separator: " ").map(String.init)
        let target = words[1..<(words.count - 1)].joined(separator: " ")
        var headers = lines.dropFirst().map { line -> (name: String, value: String) in
            let pair = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            return (pair[0], pair[1])
        }
        let body = parts.count > 1 ? parts[1] : ""
        // What the suite's signer adds, read off its canonical request.
        for line in test.canonical.split(separator: "\n") where line.hasPrefix("x-amz-") {
            let pair = line.split(separator: ":", maxSplits: 1).map(String.init)
            if pair.count == 2 { headers.append((pair[0], pair[1])) }
        }
        let path = String(target.prefix { $0 != "?" })
        return AWSSignature.Input(
            method: words[0], path: path, query: String(target.dropFirst(path.count).dropFirst()), headers: headers,
            body: Data(body.utf8))
    }
}
