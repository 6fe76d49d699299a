/// Whether text is coloured; colours are added only when asked for.
package struct Style: Hashable, Sendable {
    /// What a colour says; the codes are those of ECMA-48 (SGR).
    package enum Tone: String, Hashable, Sendable, CaseIterable {
        case plain = ""
        case strong = "1"
        case faint = "2"
        case bad = "31"
        case good = "32"
        case caution = "33"
        case info = "36"
    }

    package let isColoured: Bool

    package init(isColoured: Bool = false) { self.isColoured = isColoured }

    package static let plain = Style()

    /// The text in a tone; unchanged without colours. The text must be safe already.
    package func paint(_ text: String, _ tone: Tone) -> String {
        guard isColoured, tone != .plain, !text.isEmpty else { return text }
        return "\u{1B}[\(tone.rawValue)m\(text)\u{1B}[0m"
    }
}
