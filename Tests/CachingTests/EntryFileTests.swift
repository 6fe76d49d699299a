import Foundation
import Model
import Testing

@testable import Caching

@Suite struct EntryFileTests {
    private let header = EntryFile.Header(
        key: Samples.key(5), stored: Samples.later(0.001_4), expires: Samples.later(60.25), payloadSize: 3)
    private let payload = Data([1, 2, 3])

    @Test func saysWhatItWasGivenToTheMillisecond() throws {
        let file = EntryFile.encode(header, payload)
        let (found, data) = try #require(EntryFile.decode(file))
        #expect(data == payload)
        #expect(found == header)
        #expect(found.stored == Samples.later(0.001))
        #expect(found.expires == Samples.later(60.25))
        #expect(file.count == found.fileSize)
        #expect(EntryFile.header(file) == header)
    }

    /// Another version of Rondo reads it by this layout.
    @Test func hasTheLayoutThatIsDocumented() {
        let file = EntryFile.encode(header, payload)
        #expect(file.prefix(8) == Data("rondoC1\n".utf8))
        #expect(String(decoding: file[8..<72], as: UTF8.self) == Samples.key(5).rawValue)
        #expect(file[72..<80].reduce(Int64(0)) { $0 << 8 | Int64($1) } == 1_800_000_000_001)
        #expect(file[80..<88].reduce(Int64(0)) { $0 << 8 | Int64($1) } == 1_800_000_060_250)
        #expect(Array(file[88..<96]) == [0, 0, 0, 0, 0, 0, 0, 3])
        #expect(file[128...] == payload)
    }

    @Test func isReadFromASliceToo() {
        let file = EntryFile.encode(header, payload)
        #expect(EntryFile.decode((Data([9, 9]) + file).dropFirst(2))?.payload == payload)
    }

    @Test func countsWholeBlocks() {
        #expect(EntryFile.bytes(payload: 0) == 4_096)
        #expect(EntryFile.bytes(payload: 4_096 - 128) == 4_096)
        #expect(EntryFile.bytes(payload: 4_096 - 127) == 8_192)
    }

    @Test func moreBytesThanItSaysAreNotIt() {
        #expect(EntryFile.decode(EntryFile.encode(header, payload) + [0]) == nil)
        #expect(EntryFile.decode(Data()) == nil)
    }
}
