import Model
import TestLanguage

/// What a JSONPath selects in a text of JSON or in a value.
enum JSONFilter {
    static func apply(_ path: JSONPath, to subject: Subject) throws(FilterFailure) -> Subject {
        if case .value(let value) = subject, value.string == nil { return JSONSteps.select(path, in: value) }
        if case .nodes(let nodes) = subject { return JSONSteps.select(path, in: .array(nodes)) }
        let text = try subject.text(for: .json)
        guard let value = try? JSONParser.parse(Array(text.utf8)) else { throw FilterFailure("the text is not JSON") }
        return JSONSteps.select(path, in: value)
    }
}
