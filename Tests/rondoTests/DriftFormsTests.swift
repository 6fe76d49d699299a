import Foundation
import Model
import TestSupport
import Testing

/// A report that was saved, printed in every form by the executable.
struct DriftFormsTests {
    private static let ledger = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../docs/drift/ledger.json").standardizedFileURL.path(percentEncoded: false)

    private func drift(_ arguments: String..., input: String? = nil) async throws -> (
        exit: Int32?, output: String, errors: String
    ) {
        let directory = try TemporaryDirectory()
        let process = try RondoProcess(["drift"] + arguments, input: input, outputIn: directory.url)
        let exit = await process.exitCode()
        return (exit, process.output, process.errors)
    }

    @Test("Every form is printed of a saved report, and drift is exit code 1 in each")
    func saved() async throws {
        for (form, part) in [
            ("table", "4 open"), ("json", "\"total_resources\" : 10"), ("yaml", "total_missing: 2"),
            ("markdown", "## 4 findings"), ("html", "<svg"), ("csv", "resolved_by"), ("junit", "<testsuites"),
            ("sarif", "sarif-2.1.0"),
        ] {
            let printed = try await drift("--from", Self.ledger, "-o", form)
            #expect(printed.exit == 1 && printed.output.contains(part) && printed.errors.isEmpty, "\(form): \(printed)")
        }
        let json = try await drift("--from", Self.ledger, "-o", "json")
        let again = try await drift("--from", "-", "-o", "json", input: json.output)
        #expect(again.output == json.output, "a saved report is read back as it was")
    }

    @Test("What is no report is refused")
    func refused() async throws {
        let other = try await drift("--from", "-", input: "{\"kind\": \"EventList\"}")
        #expect(other.exit == 2 && other.errors.contains("no drift report"), "\(other)")
        #expect(try await drift("--from", "/nowhere").exit == 2)
        #expect(try await drift("--from", Self.ledger, "--refresh").exit == 64)
        #expect(try await drift("-o", "pdf").exit == 64)
    }
}
