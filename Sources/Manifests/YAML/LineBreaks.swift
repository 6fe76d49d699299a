/// The ends of lines as libyaml counts them: CR, LF, CR LF, and the breaks of Unicode (U+0085, U+2028, U+2029).
enum LineBreaks {
    /// The place after the first break from `start` on; nil when none follows.
    static func next<Bytes: RandomAccessCollection<UInt8>>(in bytes: Bytes, from start: Int) -> Int?
    where Bytes.Index == Int {
        var index = start
        while index < bytes.endIndex {
            if let length = length(in: bytes, at: index) { return index + length }
            index += 1
        }
        return nil
    }

    /// How many bytes of a break begin here; nil when none does.
    static func length<Bytes: RandomAccessCollection<UInt8>>(in bytes: Bytes, at index: Int) -> Int?
    where Bytes.Index == Int {
        switch bytes[index] {
        case 0x0A: 1
        case 0x0D: byte(in: bytes, at: index + 1) == 0x0A ? 2 : 1
        case 0xC2: byte(in: bytes, at: index + 1) == 0x85 ? 2 : nil
        case 0xE2:
            byte(in: bytes, at: index + 1) == 0x80 && [0xA8, 0xA9].contains(byte(in: bytes, at: index + 2)) ? 3 : nil
        default: nil
        }
    }

    private static func byte<Bytes: RandomAccessCollection<UInt8>>(in bytes: Bytes, at index: Int) -> UInt8?
    where Bytes.Index == Int {
        index < bytes.endIndex ? bytes[index] : nil
    }
}
