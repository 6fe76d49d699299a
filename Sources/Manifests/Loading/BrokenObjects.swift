import Model

/// Names what can't be used of a commit: each object with the first thing that is wrong, and what is kept instead.
enum BrokenObjects {
    /// `applied` objects that stand nowhere may stand in the first unreadable file.
    static func list(
        _ declarations: Declarations, _ found: [Diagnostic], _ unreadable: UnreadableFiles, applied: [ObjectIdentity]
    ) -> [BrokenObject] {
        var problems = declarations.undeclared
        for diagnostic in found where diagnostic.severity == .error {
            guard let object = diagnostic.object, declarations.faulty.contains(object) else { continue }
            if let first = problems[object], first.location <= diagnostic.location { continue }
            problems[object] = diagnostic
        }
        if let problem = unreadable.problems.min(by: { $0.key < $1.key })?.value {
            for object in applied where !declarations.isKnown(object) { problems[object] = problem }
        }
        var lastGood = declarations.lastGood
        return problems.sorted { $0.key < $1.key }.map { object, problem in
            BrokenObject(object: object, problem: problem, lastGood: lastGood.revision(of: object))
        }
    }
}
