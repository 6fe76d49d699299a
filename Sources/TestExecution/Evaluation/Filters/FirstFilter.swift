import Model
import TestLanguage

/// The first item of a list.
enum FirstFilter {
    static func apply(to subject: Subject) throws(FilterFailure) -> Subject {
        try subject.list(for: .first).first.map(Subject.value) ?? .missing("the list is empty")
    }
}
