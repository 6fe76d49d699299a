package import Foundation
package import Model

/// How a pin is told wherever people look.
package enum PinLine {
    /// `at 4f2c91e by ana@laptop, 3h ago: the new fixtures are broken`
    static func text(_ pin: SourcePin, now: Date) -> String {
        let author = TerminalText.safe(pin.author, limit: 200)
        let reason = TerminalText.safe(pin.reason, limit: 500)
        return "at \(pin.commit.short) by \(author), \(Spans.age(of: pin.since, at: now)) ago: \(reason)"
    }

    /// A line of its own: `! source default is pinned at …; rondo unpin ends that`. Without a newline.
    package static func banner(_ pin: SourcePin, now: Date, style: Style = .plain) -> String {
        let name = TerminalText.safe(pin.source, limit: 100)
        return style.paint("! source \(name) is pinned", .caution) + " \(text(pin, now: now)); `rondo unpin` ends that"
    }
}
