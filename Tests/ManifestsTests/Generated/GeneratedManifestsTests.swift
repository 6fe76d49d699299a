import Foundation
import Model
import Testing

@testable import Manifests

/// Random manifests of the field table, and random damage to them. The same in every run, unless `RONDO_FUZZ_SEED=N` says
/// otherwise: `scripts/fuzz` is what looks for more.
struct GeneratedManifestsTests {
    private static let seed =
        ProcessInfo.processInfo.environment["RONDO_FUZZ_SEED"].flatMap(Int.init) ?? 281_129
    private static let rounds = 120

    private func load(_ text: String) -> LoadedManifests {
        TreeFixture.load(["generated.yaml": text, "good.yaml": TreeFixture.environment])
    }

    private func document(_ object: DeclaredObject) -> JSONValue {
        .object([
            "apiVersion": .string(FieldTable.apiVersion), "kind": .string(object.identity.kind.rawValue),
            "metadata": .object([
                "name": .string(object.identity.name), "namespace": .string(object.identity.namespace),
                "labels": .object(object.labels.mapValues(JSONValue.string)),
                "annotations": .object(object.annotations.mapValues(JSONValue.string)),
            ]),
            "spec": object.manifest,
        ])
    }

    @Test("what is read, written canonically and read again is the same object", arguments: Kind.allCases)
    func roundTrip(kind: Kind) throws {
        print("generated manifests of \(kind.rawValue): RONDO_FUZZ_SEED=\(Self.seed)")
        var valid = 0
        var refusals: [String] = []
        for round in 0..<Self.rounds {
            var random = RandomManifest(seed: Self.seed &* 1_000 &+ round)
            var writer = RandomWriter(seed: Self.seed &* 1_000 &+ round)
            let text = writer.text(random.document(kind))
            let loaded = load(text)
            #expect(loaded.set.objects.contains { $0.location.file == "good.yaml" }, "\(text)")
            guard let object = loaded.set.objects.first(where: { $0.location.file == "generated.yaml" }) else {
                #expect(loaded.set.hasErrors, "\(Self.seed): neither an object nor an error: \(text)")
                refusals += loaded.set.diagnostics.filter { $0.severity == .error }.prefix(1).map(\.message)
                continue
            }
            valid += 1
            let canonical = String(decoding: try CanonicalEncoding.data(document(object)), as: UTF8.self)
            for again in [canonical, writer.text(document(object))] {
                let second = try #require(
                    load(again).set.objects.first { $0.location.file == "generated.yaml" },
                    "\(Self.seed): \(again): \(load(again).set.diagnostics)")
                #expect(second.identity == object.identity && second.spec == object.spec, "\(Self.seed): \(text)")
                #expect(second.manifest == object.manifest, "\(Self.seed): \(text)")
                #expect(second.labels == object.labels && second.annotations == object.annotations)
            }
            let stored = try JSONDecoder().decode(DeclaredObject.self, from: CanonicalEncoding.data(object))
            #expect(stored == object, "\(Self.seed): \(text)")
        }
        print("generated manifests of \(kind.rawValue): \(valid) of \(Self.rounds) valid")
        #expect(valid >= Self.rounds / 20, "seed \(Self.seed): \(Set(refusals))")
    }

    @Test("damaged manifests are told with a place inside the file, and spare the others", arguments: Kind.allCases)
    func damage(kind: Kind) throws {
        let start = ContinuousClock.now
        for round in 0..<Self.rounds {
            var random = RandomManifest(seed: Self.seed &* 1_000 &+ round)
            var writer = RandomWriter(seed: Self.seed &* 1_000 &+ round)
            var bytes = Array(writer.text(random.document(kind)).utf8)
            for _ in 0..<6 {
                Self.damage(&bytes, &random)
                let text = String(decoding: bytes, as: UTF8.self)
                let tree = SourceTree(
                    revision: TreeFixture.revision,
                    files: [
                        SourceFile(path: "bad.yaml", blob: GitObjectID(rawValue: "b"), contents: Data(bytes)),
                        SourceFile(
                            path: "good.yaml", blob: GitObjectID(rawValue: "g"),
                            contents: Data(TreeFixture.environment.utf8)),
                    ])
                let loaded = ManifestLoader().load(tree, source: "default")
                let context = "\(Self.seed), round \(round): \(text)"
                let isGoodThere = loaded.set.objects.contains { $0.location.file == "good.yaml" }
                #expect(isGoodThere || text.contains("dev"), "\(context)")
                let isSilent =
                    loaded.set.diagnostics.isEmpty && loaded.taken.contains("bad.yaml")
                    && !loaded.set.objects.contains { $0.location.file == "bad.yaml" }
                #expect(!isSilent, "\(context)")
                let lines = Self.lines(of: text)
                for diagnostic in loaded.set.diagnostics where diagnostic.location.file == "bad.yaml" {
                    let place = diagnostic.location
                    #expect((1...lines.count + 1).contains(place.line) && place.column >= 1, "\(place) in \(context)")
                    // libyaml ends lines at more than a newline, and reading after an error counts newlines alone.
                    let breaks: Set<Unicode.Scalar> = ["\r", "\u{85}", "\u{2028}", "\u{2029}"]
                    guard lines.indices.contains(place.line - 1), breaks.isDisjoint(with: text.unicodeScalars) else {
                        continue
                    }
                    #expect(place.column <= lines[place.line - 1] + 1, "\(place) in \(context)")
                }
            }
        }
        // A guard against hangs.
        #expect(ContinuousClock.now - start < .seconds(120))
    }

    /// The length of each line, by what ends one for libyaml.
    private static func lines(of text: String) -> [Int] {
        let scalars = Array(text.unicodeScalars)
        var lines = [0]
        for (index, scalar) in scalars.enumerated() {
            switch scalar {
            case "\r" where index + 1 < scalars.count && scalars[index + 1] == "\n": break
            case "\r", "\n", "\u{85}", "\u{2028}", "\u{2029}": lines.append(0)
            default: lines[lines.count - 1] += 1
            }
        }
        return lines
    }

    private static let pieces =
        [
            "---\n", "...\n", "{", "}", "[", "]", ":", ": ", "- ", "&a ", "*a", "!!str ", "|\n", ">\n", "'", "\"", "#",
            "\t",
            "\r\n", "\u{0}", "\u{85}", "\u{FEFF}", "?", "<<: ", "%YAML 1.2\n", "${{ vars.x }}", "~", ",", "é", "\n",
            "  ",
        ].map { Array($0.utf8) } + [[0xFF], [0xC3]]

    private static func damage(_ bytes: inout [UInt8], _ random: inout RandomManifest) {
        let place = bytes.isEmpty ? 0 : random.number(0...bytes.count)
        switch random.number(0...5) {
        case 0: bytes.insert(contentsOf: random.pick(pieces), at: place)
        case 1: bytes.removeSubrange(place..<min(bytes.count, place + random.number(1...8)))
        case 2: bytes.removeSubrange(place...)
        case 3:
            let end = min(bytes.count, place + random.number(1...40))
            bytes.insert(contentsOf: bytes[place..<end], at: random.number(0...bytes.count))
        case 4: if place < bytes.count { bytes[place] = UInt8(random.number(0...255)) }
        default:
            let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            let one = random.number(0...lines.count - 1)
            let two = random.number(0...lines.count - 1)
            var changed = lines
            changed.swapAt(one, two)
            bytes = Array(changed.joined(separator: [UInt8(ascii: "\n")]))
        }
    }
}
