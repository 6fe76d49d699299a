import Model
import TestLanguage

/// The last item of a list.
enum LastFilter {
    static func apply(to subject: Subject) throws(FilterFailure) -> Subject {
        try subject.list(for: .last).last.map(Subject.value) ?? .missing("the list is empty")
    }
}
