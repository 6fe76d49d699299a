import Foundation
import Model

@testable import Manifests

/// Trees of files made of texts, and what a loader makes of them.
enum TreeFixture {
    static let revision = Revision(ref: "main", commit: GitObjectID(rawValue: String(repeating: "a", count: 40)))

    static func tree(_ files: [String: String]) -> SourceTree {
        let sources = files.sorted { $0.key < $1.key }.map { path, text in
            SourceFile(
                path: path, blob: GitObjectID(rawValue: "\(text.hashValue)"), contents: Data(text.utf8))
        }
        return SourceTree(revision: revision, files: sources)
    }

    static func load(_ files: [String: String]) -> LoadedManifests {
        ManifestLoader().load(tree(files), source: "default")
    }

    static func load(_ text: String) -> LoadedManifests { load(["m.yaml": text]) }

    /// `m.yaml:LINE:COLUMN: message` of everything wrong with one file.
    static func messages(_ text: String) -> [String] { load(text).set.diagnostics.map(\.description) }

    static let environment = """
        apiVersion: rondo.dev/v1
        kind: Environment
        metadata: { name: dev }
        spec:
          type: dev
          services:
            shop: { mock: { routes: [{ path: /health, json: { ok: true } }] } }
            bank: { url: "https://bank.test" }
          variables: { region: eu-west-1, retries: 3, version: 1.10 }
          secrets: { pin: env:SHOP_PIN }

        """

    /// A pool in `dev`.
    static func pool(_ replicas: Int = 1, name: String = "pool", dependsOn: String = "[]") -> String {
        """
        apiVersion: rondo.dev/v1
        kind: CloudResource
        metadata: { name: \(name) }
        spec: { environment: dev, provider: local, type: process, replicas: \(replicas), dependsOn: \(dependsOn) }

        """
    }

    /// A suite in `dev` with these tests, indented by four.
    static func suite(_ tests: String, name: String = "smoke") -> String {
        """
        apiVersion: rondo.dev/v1
        kind: TestSuite
        metadata: { name: \(name) }
        spec:
          environments: [dev]
          tests:
        \(tests)

        """
    }
}
