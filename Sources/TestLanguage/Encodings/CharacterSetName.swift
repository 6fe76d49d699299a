import Glibc

/// Character sets by their IANA names, as the system's iconv knows them.
package enum CharacterSetName {
    static func isKnown(_ name: String) -> Bool {
        guard let converter = open(name) else { return false }
        iconv_close(converter)
        return true
    }

    /// The text that bytes are in a character set; nil when they are not, or the set is unknown.
    package static func decode(_ bytes: [UInt8], as name: String) -> String? {
        guard let converter = open(name) else { return nil }
        defer { iconv_close(converter) }
        var input = bytes.map { CChar(bitPattern: $0) }
        // No character set needs more bytes of UTF-8 for one of its own than this.
        var output = [CChar](repeating: 0, count: 4 * bytes.count + 16)
        let capacity = output.count
        let left: Int? = input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                var source = input.baseAddress
                var sourceLeft = input.count
                var target = output.baseAddress
                var targetLeft = output.count
                guard sourceLeft == 0 || iconv(converter, &source, &sourceLeft, &target, &targetLeft) != -1
                else { return nil }
                return targetLeft
            }
        }
        guard let left else { return nil }
        return String(decoding: output[..<(capacity - left)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func open(_ name: String) -> iconv_t? {
        // Names with a slash have suffixes that change what a converter does.
        guard !name.isEmpty, name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") }) else {
            return nil
        }
        let converter = iconv_open("UTF-8", name)
        return converter == iconv_t(bitPattern: -1) ? nil : converter
    }
}
