package import Model

extension LeaseToken {
    /// 128 bits of the system's random source, as 32 hexadecimal digits.
    package static func random() -> LeaseToken {
        var source = SystemRandomNumberGenerator()
        let digits = (0..<2).map { _ in
            let half = String(UInt64.random(in: .min ... .max, using: &source), radix: 16)
            return String(repeating: "0", count: 16 - half.count) + half
        }
        return LeaseToken(rawValue: digits.joined())
    }
}
