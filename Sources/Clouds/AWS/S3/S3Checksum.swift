import Foundation

/// The SHA-256 of a body, by which S3 refuses one that was damaged on its way.
struct S3Checksum: Hashable, Sendable {
    /// As S3 writes it.
    let base64: String
    let hexadecimal: String

    init(hexadecimal: String) throws {
        let digits = Array(hexadecimal.utf8)
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count - 1, by: 2) {
            guard let byte = UInt8(String(decoding: digits[index...index + 1], as: UTF8.self), radix: 16) else {
                throw NoDigest(text: hexadecimal)
            }
            bytes.append(byte)
        }
        guard bytes.count == 32, digits.count == 64 else { throw NoDigest(text: hexadecimal) }
        base64 = Data(bytes).base64EncodedString()
        self.hexadecimal = hexadecimal
    }

    var header: (name: String, value: String) { ("x-amz-checksum-sha256", base64) }

    /// Nothing that a browser would run, whatever tests write.
    static let binary = (name: "content-type", value: "application/octet-stream")

    struct NoDigest: Error, CustomStringConvertible {
        let text: String
        var description: String { "`\(text.prefix(80))` is no SHA-256" }
    }
}
