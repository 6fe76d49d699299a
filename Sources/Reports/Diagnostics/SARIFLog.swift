import Foundation

/// The members of SARIF 2.1.0 that are written.
struct SARIFLog: Encodable {
    let schema = "https://json.schemastore.org/sarif-2.1.0.json"
    let version = "2.1.0"
    let runs: [Run]

    enum CodingKeys: String, CodingKey {
        case schema = "$schema"
        case version, runs
    }

    struct Run: Encodable {
        let tool: Tool
        let invocations: [Invocation]
        /// libyaml counts code points.
        let columnKind = "unicodeCodePoints"
        let results: [Result]
    }

    struct Tool: Encodable { let driver: Driver }

    struct Driver: Encodable {
        let name: String
        let version: String
        let rules: [Descriptor]
    }

    struct Descriptor: Encodable {
        let id: String
        let shortDescription: Text
    }

    struct Invocation: Encodable {
        let executionSuccessful: Bool
        let toolExecutionNotifications: [Notification]?
    }

    struct Notification: Encodable {
        let level: String
        let message: Text
    }

    struct Result: Encodable {
        let ruleId: String
        let ruleIndex: Int
        let level: String
        let message: Text
        let locations: [Location]
        /// What makes it the same finding in another log, so that a forge shows it once.
        var partialFingerprints: [String: String]?
        var properties: [String: String]?
    }

    struct Text: Encodable {
        let text: String

        init(_ text: String) { self.text = text }
    }

    struct Location: Encodable {
        let physicalLocation: PhysicalLocation
        let logicalLocations: [LogicalLocation]?
    }

    struct PhysicalLocation: Encodable {
        let artifactLocation: Artifact
        let region: Region
    }

    struct Artifact: Encodable {
        let uri: String
        let uriBaseId = "%SRCROOT%"

        /// A path as a relative reference of RFC 3986; a colon in it must not be taken for a scheme's.
        init(path: String) {
            let unreserved = CharacterSet(
                charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/")
            uri = path.addingPercentEncoding(withAllowedCharacters: unreserved) ?? path
        }

        private enum CodingKeys: String, CodingKey { case uri, uriBaseId }
    }

    /// The end is the column behind the last one.
    struct Region: Encodable {
        let startLine: Int
        let startColumn: Int
        var endColumn: Int?
    }

    struct LogicalLocation: Encodable {
        let name: String
        let fullyQualifiedName: String
        let kind: String
    }
}
