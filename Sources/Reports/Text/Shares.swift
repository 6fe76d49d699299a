/// How shares are written for people: `80 %`.
enum Shares {
    /// - Parameter share: 0 to 1; what is no number is written as `–`.
    static func text(_ share: Double) -> String {
        share.isFinite ? "\(Int((min(max(share, 0), 1) * 100).rounded())) %" : "–"
    }
}
