import Foundation
import Model

/// What names stand for at a place of the input: captures of earlier requests, values that the input gives, or
/// parameters of the suite.
struct ImportedVariables {
    /// Values that were given with the command.
    let given: [String: String]
    /// Captures that were made so far, by the name of the input.
    var captured: [String: String] = [:]
    /// Values that the input itself gives, with their references.
    var values: [String: String] = [:]
    /// Values of parameters where the input has some.
    var defaults: [String: ImportedParameter] = [:]
    private(set) var parameters: [ImportedParameter] = []
    /// The captures that were named since this was emptied.
    var used: Set<String> = []
    /// Parameters that nobody gave a value.
    private(set) var open: [String] = []
    private var names: [String: String] = [:]

    init(given: [String: String]) { self.given = given }

    /// The reference that a name becomes.
    /// - Parameter isAddress: It stands where an address begins.
    mutating func reference(_ name: String, isAddress: Bool = false) -> String {
        if let capture = captured[name] {
            used.insert(name)
            return "${{ captures.\(capture) }}"
        }
        if let value = values[name] { return value }
        return "${{ params.\(parameter(name, isAddress: isAddress)) }}"
    }

    /// Whether a name is a capture.
    func isCapture(_ name: String) -> Bool { captured[name] != nil }

    private mutating func parameter(_ name: String, isAddress: Bool) -> String {
        if let known = names[name] { return known }
        let own = ReferenceName.unique(name, among: parameters.map(\.name))
        names[name] = own
        if let text = given[name] {
            parameters.append(ImportedParameter(name: own, value: Self.value(text)))
        } else if let known = defaults[name] {
            parameters.append(ImportedParameter(name: own, value: known.value, comment: known.comment))
        } else {
            open.append(own)
            let value = isAddress ? "http://127.0.0.1:8080" : ""
            parameters.append(
                ImportedParameter(
                    name: own, value: .string(value), comment: ["The input does not say what this is: write it here."]))
        }
        return own
    }

    /// Numbers and booleans as such, anything else as text.
    static func value(_ text: String) -> JSONValue {
        if text == "true" || text == "false" { return .bool(text == "true") }
        if let number = Int64(text), "\(number)" == text { return .integer(number) }
        return .string(text)
    }
}

/// Names that references can hold.
enum ReferenceName {
    /// Letters, digits, `_` and `-` of a text.
    static func name(_ text: String) -> String {
        let scalars = text.unicodeScalars.map { scalar in
            scalar.isWordScalar || scalar == "_" || scalar == "-" ? Character(scalar) : "-"
        }
        let name = String(scalars).trimmingCharacters(in: CharacterSet(charactersIn: "-"))
        return name.isEmpty ? "value" : String(name.prefix(100))
    }

    static func unique(_ text: String, among names: [String]) -> String {
        UniqueName.name(name(text), among: Set(names), separator: "-")
    }
}

/// Names that come once.
enum UniqueName {
    static func name(_ name: String, among names: Set<String>, separator: String) -> String {
        guard names.contains(name) else { return name }
        var number = 2
        while names.contains("\(name)\(separator)\(number)") { number += 1 }
        return "\(name)\(separator)\(number)"
    }
}
