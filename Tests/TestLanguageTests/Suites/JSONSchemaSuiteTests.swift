import Foundation
import Model
import Testing

@testable import TestLanguage

struct JSONSchemaSuiteTests {
    private struct Tally {
        var total = 0
        var failed: [String] = []

        var passed: Int { total - failed.count }
    }

    /// The suite's other documents, which it serves at this address by convention.
    private func remotes(_ folder: URL) throws -> [String: JSONValue] {
        let root = folder.appending(path: "remotes")
        let base = root.path(percentEncoded: false)
        var result: [String: JSONValue] = [:]
        let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
        while let file = files?.nextObject() as? URL {
            guard file.pathExtension == "json" else { continue }
            let path = file.path(percentEncoded: false).dropFirst(base.count)
            result["http://localhost:1234/\(path.drop { $0 == "/" })"] = try PublicSuite.json(file)
        }
        return result
    }

    private func run(
        _ files: [URL], _ remotes: [String: JSONValue], assertsFormats: Bool = false
    ) throws -> Tally {
        var tally = Tally()
        for file in files.sorted(by: { $0.path < $1.path }) {
            for group in PublicSuite.items(try PublicSuite.json(file)) {
                let schema = Result {
                    try JSONSchema(
                        group["schema"] ?? .null, documents: remotes, assertsFormats: assertsFormats)
                }
                for test in PublicSuite.items(group["tests"]) {
                    tally.total += 1
                    let answer = Result { try schema.get().accepts(test["data"] ?? .null) }
                    let isEqual =
                        if case .success(let valid) = answer { JSONValue.bool(valid) == test["valid"] } else { false }
                    if !isEqual {
                        tally.failed.append(
                            "\(file.lastPathComponent): \(group["description"]?.string ?? "") / \(test["description"]?.string ?? "") \(answer)"
                        )
                    }
                    guard case .success(let compiled) = schema, isEqual else { continue }
                    // What is told of a value agrees with the verdict.
                    let violations = try compiled.violations(of: test["data"] ?? .null)
                    #expect(
                        JSONValue.bool(violations.isEmpty) == test["valid"], "\(tally.total) \(file.lastPathComponent)")
                }
            }
        }
        return tally
    }

    private func files(_ folder: URL, _ name: String) throws -> [URL] {
        try FileManager.default.contentsOfDirectory(at: folder.appending(path: name), includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "json" }
    }

    @Test("Every required case of the JSON Schema suite holds; formats and optional ones are reported")
    func theSuiteHolds() throws {
        guard let folder = PublicSuite.folder("jsonschema") else {
            print("skipped: no JSON Schema suite beside the package")
            return
        }
        let remotes = try remotes(folder)
        let required = try run(files(folder, "draft2020-12"), remotes)
        PublicSuite.report("JSON Schema 2020-12, required", required.passed, of: required.total, required.failed)
        #expect(required.total > 600)
        #expect(required.failed.isEmpty)
        let optional = try run(files(folder, "draft2020-12/optional"), remotes)
        PublicSuite.report("JSON Schema 2020-12, optional", optional.passed, of: optional.total, optional.failed)
        #expect(optional.passed * 100 >= optional.total * 80)
        let formats = try run(files(folder, "draft2020-12/optional/format"), remotes, assertsFormats: true)
        PublicSuite.report("JSON Schema 2020-12, formats", formats.passed, of: formats.total, formats.failed)
        #expect(formats.passed * 100 >= formats.total * 90)
    }
}
