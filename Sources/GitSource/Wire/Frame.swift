import Foundation

/// One message between parent and child: two big-endian 32-bit lengths, a JSON header, then raw bytes.
enum Frame {
    static let prefixBytes = 8
    static let headerLimit = 4 << 20
    static let payloadLimit = 8 << 20

    /// Why bytes are not a frame.
    struct Malformed: Error, CustomStringConvertible {
        let description: String
    }

    static func encode(_ header: some Encodable, payload: Data = Data()) throws -> Data {
        let json = try JSONEncoder().encode(header)
        guard json.count <= headerLimit, payload.count <= payloadLimit else {
            throw Malformed(description: "a message of \(json.count) + \(payload.count) bytes is too large")
        }
        var frame = Data(capacity: prefixBytes + json.count + payload.count)
        for length in [UInt32(json.count), UInt32(payload.count)] {
            withUnsafeBytes(of: length.bigEndian) { frame.append(contentsOf: $0) }
        }
        frame.append(json)
        frame.append(payload)
        return frame
    }

    /// The lengths of header and payload, checked against their limits.
    static func lengths(_ prefix: Data) throws -> (header: Int, payload: Int) {
        guard prefix.count == prefixBytes else { throw Malformed(description: "the message is cut short") }
        let values = [prefix.prefix(4), prefix.suffix(4)].map { $0.reduce(0) { $0 << 8 | Int($1) } }
        guard values[0] <= headerLimit, values[1] <= payloadLimit else {
            throw Malformed(description: "a message of \(values[0]) + \(values[1]) bytes is too large")
        }
        return (values[0], values[1])
    }
}
