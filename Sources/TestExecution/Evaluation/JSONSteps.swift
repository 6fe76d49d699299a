import Model
import TestLanguage

/// What a JSONPath selects: one value where the path is singular, else a list.
enum JSONSteps {
    static func select(_ path: JSONPath, in value: JSONValue) -> Subject {
        guard !path.isSingular else {
            return JSONPathSelection.value(of: path, in: value).map(Subject.value) ?? .missing(nil)
        }
        do {
            return .nodes(try JSONPathSelection.nodes(of: path, in: value))
        } catch {
            return .invalid("\(error)")
        }
    }
}
