import struct Crypto.SHA256
import Foundation
import Model

/// The bytes of one entry's file: a header of fixed size, then the payload.
///
/// | bytes | what |
/// |---|---|
/// | 8 | `rondoC1\n` |
/// | 64 | the key, in hexadecimal |
/// | 8 | when it was stored, in milliseconds since 1970 (all numbers big-endian) |
/// | 8 | when it expires, likewise |
/// | 8 | how long the payload is |
/// | 32 | SHA-256 of all that and of the payload |
enum EntryFile {
    static let headerSize = 128
    /// More than a cache of results needs, and little enough to be read at once.
    static let maximumPayload = 1 << 20
    /// Files take whole blocks, and that is what they are counted as.
    static let block = 4_096

    /// What a header says; whether the payload is whole shows only when it is read.
    struct Header: Hashable, Sendable {
        let key: Digest
        let stored: Date
        let expires: Date
        let payloadSize: Int

        /// As a file of it says: dates without what is below a millisecond.
        init(key: Digest, stored: Date, expires: Date, payloadSize: Int) {
            self.key = key
            self.stored = MillisecondTime.date(MillisecondTime.count(stored))
            self.expires = MillisecondTime.date(MillisecondTime.count(expires))
            self.payloadSize = payloadSize
        }

        var fileSize: Int { EntryFile.headerSize + payloadSize }
    }

    /// How much a file of a payload of this size counts for.
    static func bytes(payload: Int) -> Int { (headerSize + payload + block - 1) / block * block }

    /// The whole file; the key must be a name, and the payload of the size that the header says.
    static func encode(_ header: Header, _ payload: Data) -> Data {
        var file = Data(capacity: header.fileSize)
        file.append(magic)
        file.append(contentsOf: header.key.rawValue.utf8)
        let times = [header.stored, header.expires].map(MillisecondTime.count)
        for number in times + [Int64(header.payloadSize)] {
            withUnsafeBytes(of: number.bigEndian) { file.append(contentsOf: $0) }
        }
        file.append(contentsOf: checksum(file, payload))
        file.append(payload)
        return file
    }

    /// nil when these are not the first bytes of an entry that this version wrote.
    static func header(_ file: Data) -> Header? {
        let file = file.prefix(headerSize)
        guard file.count == headerSize, file.prefix(magic.count) == magic else { return nil }
        let key = String(decoding: file.dropFirst(8).prefix(64), as: UTF8.self)
        let size = number(file, at: 88)
        guard isName(key), size >= 0, size <= Int64(maximumPayload) else { return nil }
        return Header(
            key: Digest(rawValue: key), stored: MillisecondTime.date(number(file, at: 72)),
            expires: MillisecondTime.date(number(file, at: 80)), payloadSize: Int(size))
    }

    /// Header and payload of a whole file; nil when anything about it is not as it was written.
    static func decode(_ file: Data) -> (header: Header, payload: Data)? {
        guard let header = header(file), file.count == header.fileSize else { return nil }
        let payload = file.dropFirst(headerSize)
        guard checksum(file.prefix(checksumStart), payload).elementsEqual(file.dropFirst(checksumStart).prefix(32))
        else { return nil }
        return (header, Data(payload))
    }

    /// Whether a file may bear this name: 64 digits in lower-case hexadecimal.
    static func isName(_ text: String) -> Bool {
        text.utf8.count == 64 && text.utf8.allSatisfy(isDigit)
    }

    /// Whether this is one of the 256 folders of entries: the first two digits of their keys.
    static func isFolder(_ text: String) -> Bool {
        text.utf8.count == 2 && text.utf8.allSatisfy(isDigit)
    }

    private static let magic = Data("rondoC1\n".utf8)
    private static let checksumStart = 96

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }

    private static func checksum(_ header: Data, _ payload: Data) -> [UInt8] {
        var hash = SHA256()
        hash.update(data: header)
        hash.update(data: payload)
        return Array(hash.finalize())
    }

    private static func number(_ file: Data, at offset: Int) -> Int64 {
        let value = file.dropFirst(offset).prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return Int64(bitPattern: value)
    }
}
