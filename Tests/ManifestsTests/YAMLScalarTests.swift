import Testing

@testable import Manifests

struct YAMLScalarTests {
    private func value(_ text: String, _ style: YAMLScalar.Style = .plain, tag: String? = nil) -> YAMLScalar.Value {
        YAMLScalar(text: text, style: style).value(tag: tag)
    }

    @Test(arguments: ["", "~", "null", "Null", "NULL"])
    func nulls(text: String) { #expect(value(text) == .null) }

    @Test(arguments: [
        ("true", true), ("True", true), ("TRUE", true), ("false", false), ("False", false), ("FALSE", false),
    ])
    func booleans(text: String, flag: Bool) { #expect(value(text) == .bool(flag)) }

    @Test(
        arguments: [
            ("0", 0), ("12", 12), ("012", 12), ("-7", -7), ("+7", 7), ("0o17", 15), ("0xFf", 255),
            ("9223372036854775807", Int64.max), ("-9223372036854775808", Int64.min),
        ] as [(String, Int64)])
    func integers(text: String, number: Int64) { #expect(value(text) == .integer(number)) }

    @Test(
        arguments: [
            ("1.10", 1.1), (".5", 0.5), ("5.", 5), ("-0.0", 0), ("1e3", 1000), ("1.5E-2", 0.015), ("+1.", 1),
            (".inf", .infinity), ("-.INF", -.infinity), ("+.Inf", .infinity), ("1e400", .infinity),
        ] as [(String, Double)])
    func numbers(text: String, number: Double) { #expect(value(text) == .number(number)) }

    @Test(arguments: [".nan", ".NaN", ".NAN"])
    func notANumber(text: String) {
        guard case .number(let number) = value(text) else {
            Issue.record("\(text) is no number")
            return
        }
        #expect(number.isNaN)
    }

    @Test(arguments: ["9223372036854775808", "-9223372036854775809", "0xffffffffffffffff", "100000000000000000000"])
    func largeIntegers(text: String) { #expect(value(text) == .largeInteger) }

    @Test(
        "Type traps of YAML 1.1 stay text",
        arguments: [
            "no", "No", "NO", "yes", "on", "off", "y", "n", "nUll", "tRue", "0o8", "0o", "0x", "0xg", "-0o7", "0b1",
            "1_000", "1:30", "2024-01-01", "1h", "-", "+", ".", "-.", "..", "1e", "1e+", "e5", ".e5", "1.2.3", "-.nan",
            ".infinity", "inf", "NaN", "=", "<<", "Infinity", "1.5x", "0 1",
        ])
    func texts(text: String) { #expect(value(text) == .string(text)) }

    @Test func quotesAndTagsMakeText() {
        for style in [YAMLScalar.Style.singleQuoted, .doubleQuoted, .literal, .folded] {
            #expect(value("5", style) == .string("5"))
        }
        #expect(value("5", tag: "tag:yaml.org,2002:str") == .string("5"))
        #expect(value("5", tag: "!") == .string("5"))
        #expect(value("5", .doubleQuoted, tag: "tag:yaml.org,2002:int") == .integer(5))
        #expect(value("5", tag: "!mine") == .string("5"))
    }
}
