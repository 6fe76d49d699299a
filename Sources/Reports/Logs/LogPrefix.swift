/// Says in front of each line of several tests whose it is: `place order #2 │ `.
struct LogPrefix: Sendable {
    /// In cells; longer names are cut.
    private static let limit = 40
    /// SGR codes (ECMA-48), neighbours easy to tell apart.
    private static let colours = [36, 33, 32, 35, 34, 96, 93, 92, 95, 94]

    private let style: Style
    private var width: Int
    /// Each test's colour, in the order in which they spoke.
    private var colour: [String: Int] = [:]

    /// - Parameter names: of the tests that are known, so that all prefixes are of one width.
    init(names: [String], style: Style) {
        self.style = style
        width = names.map { TerminalText.width(TerminalText.safe($0, limit: Self.limit)) }.max() ?? 0
    }

    /// The first attempt needs no number: most tests have no other.
    mutating func text(task: String, attempt: Int) -> String {
        let number = attempt > 1 ? " #\(attempt)" : ""
        let name = TerminalText.safe(task, limit: Self.limit) + number
        width = max(width, TerminalText.width(name))
        let label = TerminalText.padded(name, to: width) + " │"
        guard style.isColoured else { return label + " " }
        let code = colour[task] ?? Self.colours[colour.count % Self.colours.count]
        colour[task] = code
        return "\u{1B}[\(code)m\(label)\u{1B}[0m "
    }
}
