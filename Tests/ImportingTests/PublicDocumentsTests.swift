import Foundation
import Testing

@testable import Importing

/// Microsoft's own OpenAPI documents (2.0, with references to each other): every one that holds operations becomes a valid suite.
@Suite(.enabled(if: PublicDocuments.isThere, "the Azure documents are not here: set RONDO_TEST_DATA"))
struct PublicDocumentsTests {
    @Test("Each document is imported without an error or a warning, and what is not carried over is counted")
    func azure() throws {
        var imported = 0
        var empty = 0
        var tests = 0
        var notes = 0
        for file in PublicDocuments.files {
            let name = String(file.path.dropFirst(PublicDocuments.folder.path.count + 1))
            let result: ImportResult
            do {
                result = try ImportedManifest.result(of: try Data(contentsOf: file), file: name) { options in
                    options.read = { try Data(contentsOf: file.deletingLastPathComponent().appending(path: $0)) }
                }
            } catch let error as Importing.ImportError {
                // Types for other documents, and schemas of templates.
                #expect(error.message.contains("no request") || error.message.contains("is no OpenAPI"), "\(error)")
                empty += 1
                continue
            }
            imported += 1
            tests += result.testCount
            notes += result.notes.count
            #expect(ImportedManifest.diagnostics(result.manifest) == [], "\(name)")
            #expect(!result.notes.contains { $0.place.hasSuffix("$ref") }, "\(name): \(result.notes)")
        }
        print("azure: \(imported) documents, \(tests) tests, \(notes) notes; \(empty) hold no operation")
        #expect(imported >= 12 && tests >= 200)
    }
}

enum PublicDocuments {
    static let folder: URL = {
        let data =
            ProcessInfo.processInfo.environment["RONDO_TEST_DATA"].map { URL(filePath: $0) }
            ?? URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../shared/data")
        return data.appending(path: "specs/azure").standardizedFileURL
    }()

    static var isThere: Bool { FileManager.default.fileExists(atPath: folder.path) }

    static var files: [URL] {
        let all = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        return (all?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "json" }.sorted { $0.path < $1.path }
    }
}
