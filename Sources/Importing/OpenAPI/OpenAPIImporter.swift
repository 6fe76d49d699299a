import Foundation
import Model
import TestLanguage

/// Makes a suite of an OpenAPI document: one test for each operation, which checks status and schema.
enum OpenAPIImporter {
    /// Bytes that the schema of one answer may have, from what is best to what always fits.
    static let schemaLimits = [16 << 10, 4 << 10, 1 << 10, 0]

    static func result(
        of text: String, file: String, _ options: ImportOptions
    ) throws(ImportError) -> ImportResult {
        var options = options
        if options.service == nil, options.isNewEnvironment, options.variables[baseURL] == nil {
            let tree = try InputTree.tree(text, file: file)
            options.service = SuiteName.label(tree["info"]?["title"]?.string ?? "", fallback: "api")
        }
        var failure = ImportError(file: file, "nothing was imported")
        for limit in schemaLimits {
            let sketch = try sketch(of: text, file: file, options, schemaLimit: limit)
            do throws(ImportError) {
                return try SuiteWriter.result(
                    suite(sketch, file: file, options), format: .openapi, file: file,
                    notes: notes(sketch, file, options),
                    needs: EnvironmentNeeds(
                        services: options.service.map { [$0: absolute(sketch.address) ?? ""] } ?? [:],
                        secrets: sketch.credentials.secrets))
            } catch {
                failure = error
                // Smaller schemas help against too many bytes, and against nothing else.
                guard !sketch.tests.isEmpty, sketch.tests.count <= ImportLimits.tests else { break }
            }
        }
        throw failure
    }

    /// - Parameter isMock: The service is made of the document, so that it knows paths as the document has them.
    static func sketch(
        of text: String, file: String, _ options: ImportOptions, schemaLimit: Int, isMock: Bool = false
    ) throws(ImportError) -> OpenAPISketch {
        let tree = try InputTree.tree(text, file: file)
        // Others are named relative to the folder of this one.
        let own = file.split(separator: "/").last.map(String.init) ?? file
        let references = OpenAPIReferences(tree, file: own, read: options.read)
        let reader = try OpenAPIReader(OpenAPIPlace(file: own, value: tree), references: references)
        let service = options.service
        // A new environment has the document's own address, if there is one.
        let serviceAddress = options.serviceAddress ?? (options.isNewEnvironment ? absolute(reader.address) : nil)
        let base = isMock ? "" : ServiceTarget.base(of: reader.address)
        return try OpenAPISketch(reader, file: file, secrets: options.secrets, schemaLimit: schemaLimit) { path in
            guard let service else { return .url("${{ params.\(Self.baseURL) }}\(path)") }
            return .service(service, path: ServiceTarget.path(Template.escaping(base) + path, at: serviceAddress))
        }
    }

    /// The parameter that says where the service is, where no service of the environment does.
    private static let baseURL = "baseURL"

    private static func suite(_ sketch: OpenAPISketch, file: String, _ options: ImportOptions) -> ImportedSuite {
        var suite = ImportedSuite(
            name: options.name ?? SuiteName.label(sketch.title, fallback: SuiteName.label(SuiteName.ofFile(file))),
            environment: options.environment)
        suite.comment = [
            "Imported from \(file) by `rondo test import`: one test for each operation of \(sketch.title)."
        ]
        suite.services = options.service.map { [$0] } ?? []
        suite.isManual = sketch.changesData
        if options.service == nil {
            let given = options.variables[baseURL] ?? absolute(sketch.address)
            suite.params.append(
                ImportedParameter(
                    name: baseURL, value: .string(given ?? "http://127.0.0.1:8080\(path(sketch.address))"),
                    comment: given == nil ? ["The document does not say where the service is: write it here."] : []))
        }
        suite.params += sketch.credentials.parameters
        suite.tests = sketch.tests
        return suite
    }

    private static func notes(_ sketch: OpenAPISketch, _ file: String, _ options: ImportOptions) -> [ImportNote] {
        var notes = sketch.notes
        if options.service == nil, options.variables[baseURL] == nil, absolute(sketch.address) == nil {
            notes.append(
                ImportNote(
                    "\(file): servers",
                    "they say no host: write it in `params.\(baseURL)`, or import with `--service NAME`"))
        }
        for parameter in sketch.credentials.parameters {
            notes.append(
                ImportNote(
                    "\(file): security",
                    "the environment has no secret `\(parameter.name)`, so the parameter of this name stands in for it")
            )
        }
        return notes
    }

    private static func absolute(_ address: String?) -> String? {
        address.flatMap {
            $0.prefixMatch(of: #/https?:\/\/[^\/{]+/#) == nil ? nil : $0.hasSuffix("/") ? String($0.dropLast()) : $0
        }
    }

    /// Of a server that is relative to where the document is.
    private static func path(_ address: String?) -> String {
        guard let address, address.hasPrefix("/"), address != "/" else { return "" }
        return address.hasSuffix("/") ? String(address.dropLast()) : address
    }
}
