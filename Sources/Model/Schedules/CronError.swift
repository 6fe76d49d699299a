/// Why a text is no cron expression.
package enum CronError: Error, Hashable, Sendable {
    case fieldCount(Int)
    case unknownMacro(String)
    case notAValue(field: CronField, text: String)
    case outOfRange(field: CronField, text: String)
    case reversedRange(field: CronField, text: String)
    case badStep(field: CronField, text: String)
    /// No month of those given has a day of those given.
    case never
}

extension CronError: CustomStringConvertible {
    /// What is wrong and what to write, to follow a colon.
    package var description: String {
        switch self {
        case .fieldCount(let count):
            let found = count == 1 ? "1 field is" : "\(count) fields are"
            return "\(found) there, and 5 are wanted: minute, hour, day of month, month, day of week"
        case .unknownMacro(let text):
            let hint = NearestName.nearest(to: text, among: CronExpression.macros.keys)
            return "there is no `\(text)`: " + (hint.map { "did you mean `\($0)`?" } ?? "known are \(Self.macroList)")
        case .notAValue(let field, let text):
            return "`\(text)` is no \(field.rawValue): write a number, a range as `1-5`, a list as `1,15` or `*`"
        case .outOfRange(let field, let text):
            return
                "\(field.rawValue) `\(text)` is out of range: it goes from \(field.range.lowerBound) to "
                + "\(field.range.upperBound)"
        case .reversedRange(let field, let text):
            return "the range `\(text)` of \(field.rawValue) ends before it begins"
        case .badStep(let field, let text):
            return "the step of \(field.rawValue) `\(text)` must be a whole number from 1 on"
        case .never: return "no such day ever comes"
        }
    }

    private static var macroList: String {
        CronExpression.macros.keys.sorted().map { "`\($0)`" }.joined(separator: ", ")
    }
}
