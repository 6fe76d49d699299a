import Model

/// The objects of the live view, one line each; those that find no room are counted.
struct ObjectRows {
    private let snapshot: ProgressSnapshot
    private let width: Int
    private let runs: [ObjectIdentity: [ActiveRun]]

    init(_ snapshot: ProgressSnapshot, width: Int) {
        self.snapshot = snapshot
        self.width = width
        runs = Dictionary(grouping: snapshot.runs, by: \.key.suite)
    }

    /// At most `room` lines, at least one of them for an object if there is any.
    func lines(room: Int) -> [StyledLine] {
        let all = snapshot.objects.map { object in (object: object, standing: standing(of: object)) }
        guard all.count > room else { return rows(all.map(\.object)) }
        // The order of identities stays among those that stand alike.
        let sorted = ObjectProgress.Standing.allCases.flatMap { standing in all.filter { $0.standing == standing } }
        let shown = sorted.prefix(max(1, room - 1))
        let rest = sorted.dropFirst(shown.count).map(\.standing)
        return rows(shown.map(\.object)) + (room > 1 ? [Self.more(rest)] : [])
    }

    /// `  … 214 more ready`, `  … 3 more waiting, 211 ready`
    private static func more(_ rest: [ObjectProgress.Standing]) -> StyledLine {
        let counts = ObjectProgress.Standing.allCases.compactMap { standing in
            let count = rest.count { $0 == standing }
            return count > 0 ? (count, standing) : nil
        }
        let told = counts.enumerated().map { index, entry in
            "\(entry.0)\(index == 0 ? " more" : "") \(entry.1.word)"
        }
        return StyledLine([.init("  … \(told.joined(separator: ", "))", .faint)])
    }

    private func rows(_ objects: [ObjectProgress]) -> [StyledLine] {
        let widest = objects.map { TerminalText.width(Self.name($0)) }.max() ?? 0
        // A long name leaves half of the line to what is said of it.
        let column = min(widest, max(8, width / 2 - 6))
        return objects.map { row($0, column: column) }
    }

    private func row(_ object: ObjectProgress, column: Int) -> StyledLine {
        let standing = standing(of: object)
        let name = TerminalText.safe(Self.name(object), limit: column)
        let kind = object.identity.kind.rawValue + "/"
        let parts =
            name.hasPrefix(kind)
            ? [StyledLine.Piece(kind, .faint), .init(String(name.dropFirst(kind.count)))] : [.init(name)]
        let padding = String(repeating: " ", count: max(0, column - TerminalText.width(name)) + 3)
        return StyledLine(
            [.init("  "), .init(standing.mark, standing.tone), .init(" ")] + parts
                + [.init(padding)] + words(object, standing, room: width - column - 7))
    }

    private func words(
        _ object: ObjectProgress, _ standing: ObjectProgress.Standing, room: Int
    ) -> [StyledLine.Piece] {
        if standing == .working, let runs = runs[object.identity] {
            let retried = snapshot.retried[object.identity] ?? 0
            return SuiteProgress(runs, retried: retried, now: snapshot.now).pieces(room: room)
        }
        return [.init(TerminalText.safe(object.text, limit: 500), standing == .waiting ? .faint : .plain)]
    }

    /// A suite that runs is at work, whatever its last result was; one whose run can't go on stays as it stands.
    private func standing(of object: ObjectProgress) -> ObjectProgress.Standing {
        guard let runs = runs[object.identity] else { return object.standing }
        return runs.contains { $0.unschedulable.isEmpty } ? .working : object.standing
    }

    private static func name(_ object: ObjectProgress) -> String {
        TerminalText.safe(object.identity.description, limit: 200)
    }
}

extension ObjectProgress.Standing {
    fileprivate var mark: String {
        switch self {
        case .wrong: "✘"
        case .working: "◎"
        case .held, .waiting: "◌"
        case .ready: "✔"
        }
    }

    fileprivate var tone: Style.Tone {
        switch self {
        case .wrong: .bad
        case .working: .info
        case .held: .caution
        case .waiting: .faint
        case .ready: .good
        }
    }

    fileprivate var word: String {
        switch self {
        case .wrong: "wrong"
        case .working: "at work"
        case .held: "held"
        case .waiting: "waiting"
        case .ready: "ready"
        }
    }
}
