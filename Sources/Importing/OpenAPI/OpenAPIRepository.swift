package import Foundation
package import Manifests
import Model

/// A small working repository made of an OpenAPI document: an environment whose service is a mock that answers as the
/// document says, a local worker, and a suite with a test for each operation.
package enum OpenAPIRepository {
    /// The files of the repository, and what of the document is not in them.
    package struct Contents: Sendable {
        package let files: [StarterFile]
        package let notes: [ImportNote]
        package let testCount: Int
    }

    /// - Parameters:
    ///   - schema: The text of the manifests' schema for editors.
    ///   - configurationSchema: That of `rondo.yaml`.
    package static func contents(
        of data: Data, file: String, options: ImportOptions, schema: String, configurationSchema: String
    ) throws(ImportError) -> Contents {
        let text = try InputText.text(data, file: file)
        let tree = try InputTree.tree(text, file: file)
        let title = tree["info"]?["title"]?.string ?? SuiteName.ofFile(file)
        let name = options.name ?? SuiteName.label(title, fallback: "api")
        var options = options
        options.environment = "dev"
        options.service = options.service ?? name
        // There is nothing yet that holds secrets.
        options.secrets = []
        var failure = ImportError(file: file, "it holds no operation, so there is nothing to test")
        for limit in OpenAPIImporter.schemaLimits {
            let sketch = try OpenAPIImporter.sketch(of: text, file: file, options, schemaLimit: limit, isMock: true)
            let suite = suite(sketch, name: name, file: file, service: options.service ?? name)
            do throws(ImportError) {
                let result = try SuiteWriter.result(suite.suite, format: .openapi, file: file, notes: [])
                let environment = try environment(sketch, service: options.service ?? name, file: file)
                let files = StarterRepository.files(
                    environment: environment,
                    environmentPurpose: "an environment whose service is a mock of the document",
                    suite: result.manifest.trimmed, named: name,
                    suitePurpose: "\(result.testCount) tests, one for each operation",
                    schema: schema, configurationSchema: configurationSchema)
                return Contents(files: files, notes: sketch.notes + suite.notes, testCount: result.testCount)
            } catch {
                failure = error
            }
        }
        throw failure
    }

    private static func suite(
        _ sketch: OpenAPISketch, name: String, file: String, service: String
    ) -> (suite: ImportedSuite, notes: [ImportNote]) {
        var suite = ImportedSuite(name: name, environment: "dev")
        suite.comment = ["One test for each operation of \(sketch.title), made of \(file) by `rondo init --openapi`."]
        if sketch.changesData {
            suite.comment.append(
                "Some of these requests change data: before the service is a real one, add `on: [manual]` to `spec`.")
        }
        suite.services = [service]
        suite.params = sketch.credentials.parameters
        var notes: [ImportNote] = []
        let doubtful = Set(sketch.routes.filter(\.isDoubtful).map { "\($0.method) \($0.template)" })
        suite.tests = sketch.tests.map { test in
            guard doubtful.contains(test.name), case .rest(var exchange) = test.body else { return test }
            var test = test
            exchange.check.assertions.removeAll { $0.hasPrefix("json $ matchesSchema") }
            exchange.comment.append("Its schema is not checked: no example of the document keeps it.")
            test.body = .rest(exchange)
            notes.append(
                ImportNote(
                    "\(file): \(test.name)",
                    "no example of the document keeps the schema of its answer, so it is not checked"))
            return test
        }
        return (suite, notes)
    }

    private static func environment(
        _ sketch: OpenAPISketch, service: String, file: String
    ) throws(ImportError) -> String {
        let routes = sketch.routes.sorted(by: MockRoute.comesFirst).map(\.node)
        let services = ManifestNode.mapping([
            ManifestEntry(
                service, .mapping([ManifestEntry("mock", .mapping([ManifestEntry("routes", .list(routes))]))]))
        ])
        let document = ManifestNode.mapping([
            ManifestEntry("apiVersion", FieldTable.apiVersion), ManifestEntry("kind", Kind.environment.rawValue),
            ManifestEntry("metadata", .mapping([ManifestEntry("name", "dev")])),
            ManifestEntry(
                "spec", .mapping([ManifestEntry("type", "dev"), ManifestEntry("services", services)])),
        ])
        var comment = [
            "`\(service)` is a mock that answers with the examples of \(file). Give it a `url` instead of `mock` once",
            "there is a real one" + (sketch.address.map { ", for example \($0)" } ?? ""),
        ]
        if sketch.changesData {
            comment.append("The suite changes data: look through it before, or add `on: [manual]` to it.")
        }
        let text = ManifestText.text(.commented(comment, document)).trimmed
        guard text.utf8.count <= ImportLimits.suiteBytes else {
            throw ImportError(
                file: file,
                "its examples have \(text.utf8.count) bytes, and a manifest may have \(ImportLimits.suiteBytes): split it"
            )
        }
        return text
    }
}
