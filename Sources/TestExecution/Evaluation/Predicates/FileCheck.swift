import Model

/// `equalsFile`: the bytes of a file.
enum FileCheck {
    static func check(_ subject: Subject, _ path: String, _ files: ScratchFiles?) -> PredicateCheck.Answer {
        guard let bytes = subject.asBytes else {
            return .undecided("\(subject.typeName), where bytes or a string are needed")
        }
        guard let files else { return .undecided("there is no file `\(path)`") }
        do {
            return PredicateCheck.Answer(try files.contents(of: path) == bytes)
        } catch {
            return .undecided(error.reason)
        }
    }
}
