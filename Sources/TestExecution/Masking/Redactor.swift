import Foundation
import HTTPTransport
import Model
import TestLanguage

/// Replaces secret values by `***` in texts, in every form in which a test's texts may hold them.
///
/// Values of up to 3 bytes are left alone: masking them would make a text unreadable and tell their place anyway.
struct Redactor: Sendable {
    /// Longest first, by their first byte.
    private var forms: [UInt8: [[UInt8]]] = [:]

    init(_ values: some Sequence<String> = []) { add(values) }

    mutating func add(_ values: some Sequence<String>) {
        for value in values where value.utf8.count > 3 {
            for form in Self.forms(of: value) { add(form) }
            // A key in PEM is printed with an indent, or line by line.
            for line in value.split(whereSeparator: \.isNewline) where line.utf8.count >= Self.lineLength {
                if line.utf8.count < value.utf8.count { for form in Self.forms(of: String(line)) { add(form) } }
            }
        }
    }

    private mutating func add(_ form: [UInt8]) {
        guard form.count > 3, let first = form.first, forms[first]?.contains(form) != true else { return }
        forms[first, default: []].append(form)
        forms[first]?.sort { $0.count > $1.count }
    }

    /// Shorter lines of a secret stand in other texts too, as `{` does.
    private static let lineLength = 8

    /// Adds what another one masks.
    mutating func formUnion(_ other: Redactor) {
        for (first, candidates) in other.forms {
            guard let own = forms[first] else {
                forms[first] = candidates
                continue
            }
            let added = candidates.filter { !own.contains($0) }
            if !added.isEmpty { forms[first] = (own + added).sorted { $0.count > $1.count } }
        }
    }

    /// Adds what a redacted capture found: its text, and every text inside a structure.
    mutating func add(_ value: JSONValue) {
        switch value {
        case .null, .bool: break
        case .string(let text): add([text])
        case .integer, .number: add([value.description])
        case .array(let items): for item in items { add(item) }
        case .object(let members): for member in members.values { add(member) }
        }
    }

    func mask(_ text: String) -> String {
        forms.isEmpty ? text : String(decoding: mask(Array(text.utf8)), as: UTF8.self)
    }

    /// Masks bytes that may have been cut out of longer ones: what is left of a secret at a cut end goes too.
    func mask(_ bytes: [UInt8], cutAtStart: Bool = false, cutAtEnd: Bool = false) -> [UInt8] {
        guard !forms.isEmpty else { return bytes }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var rest = bytes[...]
        if cutAtStart, case let length = lengthOfTail(atStartOf: rest), length > 0 {
            result += Self.mark
            rest = rest.dropFirst(length)
        }
        // Where the text behind the last secret begins, in what was read and in what was made of it.
        var plain = (read: rest.startIndex, made: result.count)
        while let byte = rest.first {
            switch beginning(of: rest, isWhole: true) {
            case .secret(let length):
                result += Self.mark
                rest = rest.dropFirst(length)
                plain = (rest.startIndex, result.count)
            case .text, .undecided:
                result.append(byte)
                rest = rest.dropFirst()
            }
        }
        if cutAtEnd, let length = lengthOfHead(atEndOf: bytes[plain.read...]) {
            result.removeLast(length)
            result += Self.mark
        }
        return result
    }

    static let mark = Array("***".utf8)

    var isEmpty: Bool { forms.isEmpty }

    /// What stands at the start of some bytes.
    enum Beginning: Hashable {
        /// A secret of so many bytes.
        case secret(Int)
        case text
        /// The bytes that come next may make it a secret.
        case undecided
    }

    /// - Parameter isWhole: nothing comes after these bytes, so that it is never undecided.
    func beginning(of bytes: ArraySlice<UInt8>, isWhole: Bool) -> Beginning {
        guard let first = bytes.first, let candidates = forms[first] else { return .text }
        // Longest first: while a longer one is possible, a shorter one that is there already does not count.
        for form in candidates {
            if bytes.starts(with: form) { return .secret(form.count) }
            if !isWhole, bytes.count < form.count, form.starts(with: bytes) { return .undecided }
        }
        return .text
    }

    /// How far the longest proper end of a form reaches, of 4 bytes or more, that the bytes begin with; or a whole secret
    /// that begins in it, since the end of `passpass` is a beginning of it too.
    private func lengthOfTail(atStartOf bytes: ArraySlice<UInt8>) -> Int {
        let tail = forms.values.joined().compactMap { form in
            (4..<form.count).last { bytes.starts(with: form.suffix($0)) }
        }.max()
        var end = tail ?? 0
        for start in 0..<end {
            if case .secret(let length) = beginning(of: bytes.dropFirst(start), isWhole: true) {
                end = max(end, start + length)
            }
        }
        return end
    }

    /// The longest proper beginning of a form, of 4 bytes or more, that the bytes end with.
    private func lengthOfHead(atEndOf bytes: ArraySlice<UInt8>) -> Int? {
        forms.values.joined().compactMap { form in
            (4..<form.count).last { $0 <= bytes.count && bytes.suffix($0).elementsEqual(form.prefix($0)) }
        }.max()
    }

    private static func forms(of value: String) -> [[UInt8]] {
        let percent = PercentEncoding.encode(value)
        // As .NET writes it: only the escapes.
        let lower = percent.replacing(/%[0-9A-F]{2}/) { $0.output.lowercased() }
        let hex = Hexadecimal.text(value.utf8)
        let json = String(JSONValue.string(value).description.dropFirst().dropLast())
        let slashed = json.replacing("/", with: "\\/")
        let ascii = asciiJSON(json)
        let quoted = value.replacing("'", with: "'\\''")
        let texts: [String] = [
            value, percent, lower, percent.replacing("%20", with: "+"), lower.replacing("%20", with: "+"),
            PercentEncoding.repair(value), json, slashed, quoted,
            json.replacing("'", with: "'\\''"), ascii, ascii.replacing("/", with: "\\/"),
            HTMLEscapeFilter.escaped(value),
            hex, hex.uppercased(),
        ]
        return texts.map { Array($0.utf8) } + base64Forms(of: value)
    }

    /// As encoders write it that escape everything beyond ASCII, in UTF-16 and lower-case hex.
    private static func asciiJSON(_ json: String) -> String {
        json.utf16.reduce(into: "") { result, unit in
            if unit < 0x80, let scalar = Unicode.Scalar(unit) {
                result.unicodeScalars.append(scalar)
            } else {
                let digits = String(unit, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
    }

    /// What of a Base64 text depends on the value alone, for each of the three places where it may begin in a group of
    /// three bytes (`user:password` puts it anywhere), in both alphabets.
    private static func base64Forms(of value: String) -> [[UInt8]] {
        (0..<3).flatMap { offset in
            let encoded = Array((Data(count: offset) + Data(value.utf8)).base64EncodedString().utf8)
            let bits = (offset + value.utf8.count) * 8
            // Characters that hold no bit of what stands before or after the value.
            let stable = Array(encoded[((offset * 8 + 5) / 6)..<(bits / 6)])
            let urlSafe = stable.map { byte -> UInt8 in
                switch byte {
                case UInt8(ascii: "+"): UInt8(ascii: "-")
                case UInt8(ascii: "/"): UInt8(ascii: "_")
                default: byte
                }
            }
            return [stable, urlSafe]
        }
    }
}
