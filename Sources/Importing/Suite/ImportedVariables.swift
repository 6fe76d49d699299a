import Model
import TestLanguage

/// What names stand for at a place of the input: captures of earlier requests, values that the input gives, or
/// parameters of the suite.
struct ImportedVariables {
    enum Meaning {
        /// A text that is always the same.
        case literal(String)
        /// A text of the manifest, with references or without.
        case template(String)
        /// A reference to a capture.
        case capture(String)
        /// A reference to a parameter, and whether that is a text.
        case parameter(String, isText: Bool)
    }

    /// Values that were given with the command.
    let given: [String: String]
    /// Captures that were made so far, by the name of the input.
    private(set) var captured: [String: String] = [:]
    /// Values that the input itself gives, as texts of the manifest.
    private var values: [String: String] = [:]
    /// Values that the input makes of others.
    var composed: [String: BracedText] = [:]
    /// Values of parameters where the input has some.
    var defaults: [String: ImportedParameter] = [:]
    private(set) var parameters: [ImportedParameter] = []
    /// The captures that were named since this was emptied.
    var used: Set<String> = []
    /// Parameters that nobody gave a value.
    private(set) var open: [String] = []
    /// What people should know of the names that were read since this was emptied.
    var remarks: [String] = []
    private var indices: [String: Int] = [:]
    private var parameterNames = UniqueNames()
    private var captures: [String: String] = [:]
    private var captureNames = UniqueNames()
    /// Names whose values are being put together.
    private var composing: Set<String> = []
    /// What values made of others may still add, since a few of them can stand for more than any suite may have.
    private var room = ImportLimits.suiteBytes

    init(given: [String: String]) { self.given = given }

    /// Whether values made of others came to more than a suite may have.
    var isTooMuch: Bool { room < 0 }

    /// What a name stands for.
    /// - Parameter isAddress: It stands where an address begins.
    mutating func meaning(of name: String, isAddress: Bool = false) -> Meaning {
        if let remark = TemplateFunction.note(name) { remarks.append(remark) }
        if let fixed = TemplateFunction.value(name) { return .literal(fixed) }
        if let capture = captured[name] {
            used.insert(name)
            return .capture("${{ captures.\(capture) }}")
        }
        if let value = value(of: name) {
            room -= value.utf8.count + 1
            return .template(room < 0 ? "" : value)
        }
        let index = parameter(name, isAddress: isAddress)
        let parameter = parameters[index]
        var isText = false
        if case .string = parameter.value { isText = true }
        return .parameter("${{ params.\(parameter.name) }}", isText: isText)
    }

    /// The text that a name is known to stand for.
    func known(_ name: String) -> String? {
        guard captured[name] == nil, composed[name] == nil, TemplateFunction.value(name) == nil else { return nil }
        if let value = values[name] { return Template.mayHoldReferences(value) ? nil : value }
        return given[name] ?? defaults[name]?.value.scalarText
    }

    /// As the input has it, if that is known.
    func written(_ name: String) -> BracedText? {
        captured[name] == nil ? composed[name] ?? known(name).map(BracedText.parse) : nil
    }

    /// A text all of whose templates are known.
    func known(_ text: BracedText) -> String? {
        var result = ""
        for part in text.parts {
            switch part {
            case .literal(let literal): result += literal
            case .expression(let name):
                guard let value = known(name) else { return nil }
                result += value
            }
        }
        return result
    }

    /// From here on a name stands for what an answer gives.
    /// - Returns: the name that the suite has for it.
    mutating func capture(_ name: String) -> String {
        let own = captures[name] ?? captureNames.name(ReferenceName.name(name), separator: "-")
        captures[name] = own
        captured[name] = own
        return own
    }

    /// From here on a name stands for a text of the manifest.
    mutating func set(_ name: String, to value: String) {
        captured[name] = nil
        values[name] = value
    }

    /// One that is made of itself, or of too many others, is a parameter.
    private mutating func value(of name: String) -> String? {
        if let value = values[name] { return value }
        guard let text = composed[name], composing.count < ImportLimits.depth, composing.insert(name).inserted else {
            return nil
        }
        defer { composing.remove(name) }
        return room < 0 ? "" : BracedTemplate.text(text, &self)
    }

    /// The index of a name's parameter.
    private mutating func parameter(_ name: String, isAddress: Bool) -> Int {
        if let known = indices[name] { return known }
        let own = parameterNames.name(ReferenceName.name(name), separator: "-")
        indices[name] = parameters.count
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
        return parameters.count - 1
    }

    /// Says at the parameter of a name that nobody gave a value how it can be a number.
    mutating func standsForValue(_ name: String) {
        let advice = "In JSON it is a text as it stands here; a number is {type: number, default: 1}."
        guard let index = indices[name], given[name] == nil, defaults[name] == nil,
            !parameters[index].comment.contains(advice)
        else { return }
        parameters[index].comment.append(advice)
    }

    /// Numbers and booleans as such, anything else, and numbers that are not written as a manifest has them, as text.
    static func value(_ text: String) -> JSONValue {
        if text == "true" || text == "false" { return .bool(text == "true") }
        if let number = Int64(text), "\(number)" == text { return .integer(number) }
        if let number = Double(text), number.isFinite, "\(number)" == text, !text.contains("e") {
            return .number(number)
        }
        return .string(text)
    }
}
