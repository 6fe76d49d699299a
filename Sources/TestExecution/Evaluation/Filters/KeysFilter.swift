import Model
import TestLanguage

/// The names of an object's members, sorted.
enum KeysFilter {
    static func apply(to subject: Subject) throws(FilterFailure) -> Subject {
        guard case .value(.object(let members)) = subject else { throw .mismatch(.keys, subject, needs: "an object") }
        return .value(.array(members.keys.sorted().map(JSONValue.string)))
    }
}
