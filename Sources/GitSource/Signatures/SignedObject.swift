import Foundation

/// A commit or tag taken apart into what was signed and the signature, byte for byte as git does.
///
/// Read by hand from the raw object, so that whatever could be understood in two ways is refused.
struct SignedObject: Equatable {
    enum Form: Equatable { case openPGP, ssh }

    enum Problem: Error, Equatable {
        case unsigned
        /// More than one signature, or bytes that git tools read differently.
        case ambiguous
        /// A signature of another sort, such as S/MIME.
        case unsupported
    }

    let payload: Data
    let signature: Data
    let form: Form

    private static let begins: [(text: String, form: Form?)] = [
        ("-----BEGIN PGP SIGNATURE-----", .openPGP), ("-----BEGIN PGP MESSAGE-----", .openPGP),
        ("-----BEGIN SSH SIGNATURE-----", .ssh), ("-----BEGIN SIGNED MESSAGE-----", nil),
    ]

    /// A commit keeps its signature in the header `gpgsig`, whose further lines begin with a space.
    static func commit(_ raw: Data) throws(Problem) -> SignedObject {
        let (header, rest) = try split(raw)
        var payload = Data()
        var signature = Data()
        var found = 0
        var isInside = false
        for line in header {
            if isInside, line.first == UInt8(ascii: " ") {
                signature.append(line.dropFirst())
                continue
            }
            isInside = line.starts(with: Data("gpgsig ".utf8))
            if isInside {
                found += 1
                signature.append(line.dropFirst("gpgsig ".utf8.count))
            } else {
                guard !line.starts(with: Data("gpgsig".utf8)) else { throw .ambiguous }
                payload.append(line)
            }
        }
        guard found <= 1 else { throw .ambiguous }
        guard found == 1 else { throw .unsigned }
        payload.append(rest)
        return try SignedObject(payload: payload, signature: signature)
    }

    /// A tag ends with its signature.
    static func tag(_ raw: Data) throws(Problem) -> SignedObject {
        let (header, rest) = try split(raw)
        guard !header.contains(where: { $0.starts(with: Data("gpgsig".utf8)) }) else { throw .ambiguous }
        let starts = lines(of: rest).filter { line in begins.contains { line.starts(with: Data($0.text.utf8)) } }
        guard let start = starts.first?.startIndex else { throw .unsigned }
        guard starts.count == 1 else { throw .ambiguous }
        return try SignedObject(payload: Data(raw[..<start]), signature: Data(raw[start...]))
    }

    private init(payload: Data, signature: Data) throws(Problem) {
        let kind = Self.begins.first { signature.starts(with: Data($0.text.utf8)) }
        guard let form = kind?.form else { throw .unsupported }
        self.payload = payload
        self.signature = signature
        self.form = form
    }

    /// The lines before the first empty one, each with its end, and all from that one on.
    private static func split(_ raw: Data) throws(Problem) -> (header: [Data], rest: Data) {
        guard let end = raw.firstRange(of: Data("\n\n".utf8)) else { throw .ambiguous }
        let header = raw[...end.lowerBound]
        guard !header.contains(0) else { throw .ambiguous }
        return (lines(of: header), raw[raw.index(after: end.lowerBound)...])
    }

    private static func lines(of data: Data) -> [Data] {
        var lines: [Data] = []
        var rest = data
        while !rest.isEmpty {
            let end = rest.firstIndex(of: UInt8(ascii: "\n")).map { rest.index(after: $0) } ?? rest.endIndex
            lines.append(rest[..<end])
            rest = rest[end...]
        }
        return lines
    }
}
