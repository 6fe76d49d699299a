import Foundation
import Ingestion
import Model
import TestSupport
import Testing

/// Real reports with bytes changed: whatever comes of them, it comes, and an error names the report.
struct MutationTests {
    private func mutated(_ original: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
        var bytes = original
        for _ in 0..<Int.random(in: 1...6, using: &random) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            let end = min(bytes.count, place + Int.random(in: 1...40, using: &random))
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.removeSubrange(place..<end)
            case 2: bytes.insert(contentsOf: bytes[place..<end], at: place)
            case 3: bytes.removeSubrange(place...)
            default:
                let words = [
                    "<", ">", "&", "<testcase>", "</testcase>", "<failure>", "]]>", "<![CDATA[", "\0", "    ok 1\n",
                    "1..2\n", "  ---\n",
                ]
                bytes.insert(contentsOf: Array(words[Int.random(in: 0..<words.count, using: &random)].utf8), at: place)
            }
        }
        return bytes
    }

    @Test("changed reports of the public suite never hurt", arguments: [ReportFormat.junit, .tap])
    func mutations(_ format: ReportFormat) throws {
        var originals = [Array(TAPSamples.node.utf8), Array(TAPSamples.perl.utf8)]
        if format == .junit {
            guard let entries = try JUnitSuite.entries() else { return }
            originals = entries.compactMap { entry in
                (try? Data(contentsOf: URL(filePath: JUnitSuite.path(entry)))).map { Array($0.prefix(20_000)) }
            }
        }
        var random = SplitMix64(seed: 6)
        var (whole, refused) = (0, 0)
        for round in 0..<(format == .junit ? 12 : 300) {
            for original in originals {
                let bytes = mutated(original, &random)
                let reading = Reading(ReportReader(ReportInput(name: "m", bytes: bytes), format: format))
                #expect(reading.tally.cases == reading.cases.count)
                if let error = reading.error {
                    refused += 1
                    #expect(error.description.hasPrefix("m:"), "round \(round): \(error)")
                } else {
                    whole += 1
                }
            }
        }
        print("changed \(format.rawValue) reports: \(whole) read, \(refused) refused")
        #expect(whole > 0 && refused > 0)
    }
}
