/// Cuts blocks of bytes into lines of bounded length; what is beyond the limit of a line is dropped.
struct LineSplitter {
    private let limit: Int
    private var open: [UInt8] = []
    private var hasOpen = false

    init(limit: Int) { self.limit = limit }

    mutating func add(_ block: UnsafeBufferPointer<UInt8>, _ body: (String) throws -> Void) rethrows {
        var rest = block[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            keep(rest[..<end])
            try close(body)
            rest = rest[(end + 1)...]
        }
        keep(rest)
    }

    /// Hands out what stands after the last line feed.
    mutating func finish(_ body: (String) throws -> Void) rethrows {
        if hasOpen { try close(body) }
    }

    private mutating func keep(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) {
        hasOpen = hasOpen || !bytes.isEmpty
        open.append(contentsOf: bytes.prefix(limit - open.count))
    }

    private mutating func close(_ body: (String) throws -> Void) rethrows {
        if open.last == UInt8(ascii: "\r") { open.removeLast() }
        let line = String(decoding: open, as: UTF8.self)
        open.removeAll(keepingCapacity: true)
        hasOpen = false
        try body(line)
    }
}
