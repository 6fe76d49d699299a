import Foundation
import Model

/// Arithmetic on JSON's numbers that floating point alone would get wrong.
enum SchemaNumbers {
    static func isLess(_ left: JSONValue, _ right: JSONValue) -> Bool {
        if case (.integer(let one), .integer(let two)) = (left, right) { return one < two }
        guard let one = left.double, let two = right.double else { return false }
        return one < two
    }

    /// In decimal where it fits, so that 0.0075 is a multiple of 0.0001.
    static func isMultiple(_ value: JSONValue, of divisor: JSONValue) -> Bool {
        if case (.integer(let one), .integer(let two)) = (value, divisor), two != 0 { return one % two == 0 }
        guard let one = value.double, let two = divisor.double, two != 0 else { return false }
        if abs(one) < 1e20, abs(one / two) < 1e20, abs(two) > 1e-18,
            let first = Decimal(string: "\(one)"), let second = Decimal(string: "\(two)"), second != 0
        {
            var quotient = first / second
            var rounded = Decimal()
            NSDecimalRound(&rounded, &quotient, 0, .plain)
            return rounded * second == first
        }
        return one.truncatingRemainder(dividingBy: two) == 0
    }
}
