/// The first and the last part of an output that may never end; what is between them is counted and dropped.
struct BoundedOutput: Sendable {
    /// In bytes, of each part.
    private let limit: Int
    private var head: [UInt8] = []
    /// Up to twice the limit, so that it is cut only now and then.
    private var tail: [UInt8] = []
    private(set) var total = 0

    init(limit: Int = 32 << 10) { self.limit = limit }

    var isCut: Bool { total > 2 * limit }

    mutating func append(_ bytes: some Collection<UInt8>) {
        total += bytes.count
        let room = limit - head.count
        head += bytes.prefix(room)
        tail += bytes.dropFirst(room)
        if tail.count > 2 * limit { tail.removeFirst(tail.count - limit) }
    }

    /// The text with secrets masked; where bytes are left out, a line says how many.
    func text(_ redactor: Redactor) -> String {
        guard isCut else { return String(decoding: redactor.mask(head + tail), as: UTF8.self) }
        let first = String(decoding: redactor.mask(head, cutAtEnd: true), as: UTF8.self)
        let last = String(decoding: redactor.mask(Array(tail.suffix(limit)), cutAtStart: true), as: UTF8.self)
        return "\(first)\n… \(total - 2 * limit) bytes left out …\n\(last)"
    }
}
