import CExpat

#if canImport(Glibc)
    import Glibc
#endif

/// Encodings of one byte a character, such as windows-1252, from iconv: expat itself knows UTF-8, UTF-16, Latin-1 and ASCII.
enum SingleByteEncoding {
    /// Tells expat what each byte means; false for an encoding that is not known, or not of one byte a character.
    static func fill(_ info: UnsafeMutablePointer<XML_Encoding>, named name: UnsafePointer<CChar>) -> Bool {
        guard let converter = iconv_open("UCS-4LE", name), converter != iconv_t(bitPattern: -1) else { return false }
        defer { iconv_close(converter) }
        var known = 0
        withUnsafeMutableBytes(of: &info.pointee.map) { map in
            let meanings = map.bindMemory(to: Int32.self)
            for byte in 0..<min(256, meanings.count) {
                meanings[byte] = meaning(of: UInt8(byte), converter) ?? -1
                if meanings[byte] >= 0 { known += 1 }
            }
        }
        info.pointee.data = nil
        info.pointee.convert = nil
        info.pointee.release = nil
        // A few bytes may mean nothing; in encodings of several bytes, half of them need another one after them.
        return known > 192
    }

    private static func meaning(of byte: UInt8, _ converter: iconv_t) -> Int32? {
        // Forgets half a character.
        iconv(converter, nil, nil, nil, nil)
        var source = CChar(bitPattern: byte)
        var target: UInt32 = 0
        let isConverted = withUnsafeMutablePointer(to: &source) { from in
            withUnsafeMutableBytes(of: &target) { to in
                var input: UnsafeMutablePointer<CChar>? = from
                var output = to.bindMemory(to: CChar.self).baseAddress
                var (inputLeft, outputLeft) = (1, 4)
                return iconv(converter, &input, &inputLeft, &output, &outputLeft) != -1 && outputLeft == 0
            }
        }
        return isConverted ? Int32(exactly: UInt32(littleEndian: target)) : nil
    }
}
