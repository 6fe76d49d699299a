package import Foundation
package import Model

/// Unmanaged instances for people, with the commands that end each one's being unmanaged.
package enum LeakReport {
    private static let columns: [Table.Column] = [
        .init("ID"), .init("STATE"), .init("MADE FOR"), .init("ORDINAL"), .init("AGE"), .init("SINCE"),
        .init("PROTECTED"), .init("BY"), .init("PROVIDER", wide: true), .init("SPEC HASH", wide: true),
    ]

    /// - Parameters:
    ///   - state: what stands behind the commands so that they work on the same state: ` --state DIR`, or nothing.
    package static func text(
        _ leaks: [Leak], now: Date, wide: Bool = false, headers: Bool = true, state: String = "", style: Style = .plain
    ) -> String {
        guard !leaks.isEmpty else { return "No leaks: every instance of this installation belongs to an object.\n" }
        var table = Table(columns)
        for leak in leaks {
            let tags = leak.instance.tags
            table.add([
                Table.Cell(leak.id.rawValue), Table.Cell(leak.instance.state.rawValue),
                Table.Cell(tags.object.description), "\(tags.ordinal)",
                Table.Cell(Spans.age(of: leak.instance.createdAt, at: now)),
                Table.Cell(Spans.age(of: leak.record.firstSeen, at: now) + " ago"),
                Table.Cell(tags.protected ? "yes" : "no", tone: tags.protected ? .caution : .plain),
                Table.Cell(leak.record.actor),
                Table.Cell(leak.instance.provider.rawValue), Table.Cell(tags.specHash.short),
            ])
        }
        return table.text(wide: wide, headers: headers, style: style) + "\n" + advice(leaks, state)
    }

    private static func advice(_ leaks: [Leak], _ state: String) -> String {
        let lines = leaks.map { leak in
            let id = TerminalText.safe(leak.id.rawValue)
            let force = leak.instance.tags.protected ? " --force" : ""
            return
                "  delete   rondo leaks delete \(id)\(force)\(state)\n  adopt    rondo import \(id) --to DIR\(state)\n"
        }
        let count = counted(leaks.count, "unmanaged instance")
        return "\(count). None is deleted by itself; DIR is a working tree of the source:\n" + lines.joined()
    }
}
