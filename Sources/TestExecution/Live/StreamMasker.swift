/// Masks bytes that come in parts, exactly as `Redactor` masks the whole: what may be the beginning of a secret is held
/// back until the next bytes, or the end, decide.
struct StreamMasker: Sendable {
    private let redactor: Redactor
    /// Shorter than the longest form of a secret.
    private var held: [UInt8] = []

    init(_ redactor: Redactor) { self.redactor = redactor }

    /// What is certain by now, with secrets masked.
    mutating func mask(_ bytes: some Collection<UInt8>) -> [UInt8] {
        guard !redactor.isEmpty else { return Array(bytes) }
        held += bytes
        return take(isWhole: false)
    }

    /// The rest, when nothing more comes.
    mutating func finish() -> [UInt8] { take(isWhole: true) }

    private mutating func take(isWhole: Bool) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(held.count)
        var rest = held[...]
        scan: while let byte = rest.first {
            switch redactor.beginning(of: rest, isWhole: isWhole) {
            case .secret(let length):
                result += Redactor.mark
                rest = rest.dropFirst(length)
            case .text:
                result.append(byte)
                rest = rest.dropFirst()
            case .undecided:
                break scan
            }
        }
        held = Array(rest)
        return result
    }
}
