import CYAML
import Foundation
import Model
import Testing

@testable import Manifests

/// The reader against the YAML test suite, which knows what a correct parser makes of each case.
struct YAMLSuiteTests {
    private struct Case: Decodable {
        let id: String
        let yaml: String
        let mustFail: Bool
        let json: String?

        private enum CodingKeys: String, CodingKey {
            case id, yaml, json
            case mustFail = "must_fail"
        }
    }

    private static func cases(file: String = #filePath) throws -> [Case]? {
        let root = URL(filePath: file).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let data =
            ProcessInfo.processInfo.environment["RONDO_TEST_DATA"].map { URL(filePath: $0) }
            ?? root.deletingLastPathComponent().appending(path: "shared/data")
        guard let contents = try? Data(contentsOf: data.appending(path: "suites/yaml/yaml-cases-dev.json")) else {
            return nil
        }
        return try JSONDecoder().decode([Case].self, from: contents)
    }

    // Where libyaml 0.2.5 itself differs from the specification; PyYAML's binding of it says the same.
    private static let refusedByLibyaml: Set<String> = [
        "2JQS", "2LFX", "2SXE", "4ABK", "5T43", "6LVF", "8XYN", "96NN/00", "96NN/01", "A2M4", "BEC7", "CFD4", "DBG4",
        "DK3J", "DK95/00", "DK95/03", "DK95/04", "FP8R", "FRK4", "HM87/00", "HWV9", "M2N8/00", "M7A3", "MUS6/05",
        "MUS6/06", "NHX8", "NKF9", "Q5MG", "R4YG", "S3PD", "SM9W/01", "UKK6/00", "W5VH",
    ]
    private static let acceptedByLibyaml: Set<String> = [
        "9HCY", "9JBA", "DK95/01", "EB22", "G5U8", "MUS6/00", "MUS6/01", "RHX7", "YJV2",
    ]
    private static let readOtherwiseByLibyaml: Set<String> = ["652Z", "HM87/01", "JEF9/02", "L24T/01"]

    @Test func agreesWithTheSuite() throws {
        guard let cases = try Self.cases() else {
            print("skipped: no YAML test suite beside the package")
            return
        }
        var refused: Set<String> = []
        var accepted: Set<String> = []
        var compared = 0
        var equal = 0
        var (right, rightByLibyaml) = (0, 0)
        for test in cases {
            rightByLibyaml += Self.isRefusedByBareScan(test.yaml) == test.mustFail ? 1 : 0
            let file = YAMLParser.parse(Data(test.yaml.utf8))
            right += !file.errors.isEmpty == test.mustFail ? 1 : 0
            if test.mustFail {
                if file.errors.isEmpty { accepted.insert(test.id) }
                continue
            }
            guard file.errors.isEmpty else {
                refused.insert(test.id)
                continue
            }
            guard let json = test.json, let expected = Self.values(json), expected.count == file.documents.count else {
                continue
            }
            let differs = zip(file.documents, expected).contains { Self.json($0) != $1 }
            #expect(differs == Self.readOtherwiseByLibyaml.contains(test.id), "\(test.id): \(test.yaml)")
            compared += 1
            equal += differs ? 0 : 1
        }
        #expect(refused == Self.refusedByLibyaml)
        #expect(accepted == Self.acceptedByLibyaml)
        #expect(compared > 100)
        let failing = cases.count(where: \.mustFail)
        print(
            "YAML suite: \(right) of \(cases.count) rightly taken or refused (libyaml's bare scan: \(rightByLibyaml)); "
                + "\(failing - accepted.count) of \(failing) refused, "
                + "\(cases.count - failing - refused.count) of \(cases.count - failing) taken, "
                + "\(equal) of \(compared) the same as JSON")
        #expect(right >= rightByLibyaml)
    }

    /// Whether libyaml itself finds an error.
    private static func isRefusedByBareScan(_ text: String) -> Bool {
        Array(text.utf8).withUnsafeBufferPointer { bytes in
            guard let stream = YAMLEventStream(bytes, skippedLines: 0) else { return true }
            do {
                while try stream.next({ event throws(YAMLError) in event.type != YAML_STREAM_END_EVENT }) {}
                return false
            } catch {
                return true
            }
        }
    }

    /// Concatenated JSON documents; nil when there are several that can't be told apart by lines.
    private static func values(_ text: String) -> [JSONValue]? {
        if let one = try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)) { return [one] }
        let lines = text.split(separator: "\n")
        let values = lines.compactMap { try? JSONDecoder().decode(JSONValue.self, from: Data($0.utf8)) }
        return values.count == lines.count ? values : nil
    }

    private static func json(_ node: YAMLNode) -> JSONValue {
        switch node.content {
        case .sequence(let items): return .array(items.map(json))
        case .mapping(let entries):
            return .object(
                Dictionary(
                    entries.map { ($0.key.keyText ?? "", json($0.value)) }, uniquingKeysWith: { $1 }))
        case .scalar(let scalar):
            switch scalar.value(tag: node.tag) {
            case .null: return .null
            case .bool(let flag): return .bool(flag)
            case .integer(let number): return .integer(number)
            case .number(let number) where number == number.rounded() && abs(number) < 1e15:
                return .integer(Int64(number))
            case .number(let number): return .number(number)
            case .largeInteger, .string: return .string(scalar.text)
            }
        }
    }
}
