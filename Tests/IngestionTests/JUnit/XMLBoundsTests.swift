import Foundation
import Ingestion
import Model
import TestSupport
import Testing

/// Reports that are made to hurt.
struct XMLBoundsTests {
    @Test("an error names the place")
    func places() {
        let cut = Reading(junit: "<testsuites>\n <testsuite><testcase name='a'/><testcase name='b")
        #expect(cut.cases.count == 1)
        #expect(cut.error?.description == "r.xml:2:33: not well-formed XML: unclosed token")
        #expect(Reading(junit: "").error?.description.contains("r.xml: is empty") == true)
        #expect(Reading(junit: "<a/>").error?.problem == .notJUnit(root: "a"))
        #expect(Reading(junit: "<testsuite></testsuites>").error?.line == 1)
        let gone = Reading(ReportReader(ReportInput(path: "/nowhere/r.xml"), format: .junit))
        #expect(gone.error?.description == "/nowhere/r.xml: can't be read: No such file or directory")
        #expect(
            Reading(ReportReader(ReportInput(path: "/tmp"), format: .junit)).error?.message.contains("directory")
                == true)
    }

    @Test("entities from elsewhere are never loaded")
    func externalEntities() throws {
        let folder = try TemporaryDirectory()
        try folder.write("secret", to: "secret.txt")
        let reading = Reading(
            junit: """
                <!DOCTYPE testsuite [<!ENTITY x SYSTEM "file://\(folder.path("secret.txt"))">
                <!ENTITY % p SYSTEM "file://\(folder.path("secret.txt"))"> %p;]>
                <testsuite><testcase name="a"><failure>-&x;-</failure></testcase></testsuite>
                """)
        #expect(reading.cases.first?.failures.first?.text == "--")
    }

    @Test("entities that grow without end are an error")
    func bombs() {
        let steps = (1...30).map { "<!ENTITY e\($0) \"&e\($0 - 1);&e\($0 - 1);\">" }.joined()
        let reading = Reading(
            junit:
                "<!DOCTYPE t [<!ENTITY e0 \"boom\">\(steps)]><testsuite><testcase name='a'><failure>&e30;</failure></testcase></testsuite>"
        )
        guard case .malformed(let reason) = reading.error?.problem else {
            Issue.record("\(String(describing: reading.error))")
            return
        }
        #expect(reason.contains("amplification"))
    }

    @Test("depth, bytes, cases and tags have a limit")
    func limits() {
        let deep = String(repeating: "<testsuite>", count: 200)
        #expect(Reading(junit: deep).error?.problem == .tooDeep(limit: 100))
        var small = ReportLimits()
        small.bytes = 1_000
        let long = "<testsuite>" + String(repeating: "<testcase/>", count: 1_000) + "</testsuite>"
        #expect(Reading(junit: long, limits: small).error?.problem == .tooLarge(limit: 1_000))
        small = ReportLimits()
        small.cases = 10
        let many = Reading(junit: long, limits: small)
        #expect(many.error?.problem == .tooManyCases(limit: 10) && many.cases.count == 10)
        let tag = Reading(junit: "<testsuite name='" + String(repeating: "x", count: 6 << 20))
        #expect(tag.error?.problem == .longToken(limit: 4 << 20))
    }

    @Test("long texts are cut, and say so")
    func cuts() throws {
        let text = String(repeating: "ä", count: 100_000)
        let failures = String(repeating: "<failure/>", count: 25)
        let reading = Reading(
            junit:
                "<testsuite name='\(text)'><testcase name='a'><failure message='\(text)'>\(text)</failure>\(failures)</testcase></testsuite>"
        )
        let found = try #require(reading.cases.first)
        #expect(found.failures.count == 20 && found.failuresLeftOut == 6)
        let failure = found.failures[0]
        #expect(failure.text == String(repeating: "ä", count: 32_768) + " … (cut: 134464 bytes more)")
        #expect(failure.message == String(repeating: "ä", count: 8_192) + " … (cut: 183616 bytes more)")
        #expect(found.suites == [String(repeating: "ä", count: 2_048) + " … (cut: 195904 bytes more)"])
    }

    @Test("encodings of one byte a character are known, others are an error that names them")
    func encodings() {
        func read(_ encoding: String, _ name: [UInt8]) -> Reading {
            let bytes =
                Array("<?xml version='1.0' encoding='\(encoding)'?><testcase name='".utf8) + name + Array("'/>".utf8)
            return Reading(ReportReader(ReportInput(name: "r.xml", bytes: bytes), format: .junit))
        }
        #expect(read("windows-1252", [0x80, 0xE4]).cases.first?.name == "€ä")
        #expect(read("windows-1251", [0xE9]).cases.first?.name == "й")
        #expect(read("ISO-8859-15", [0xA4]).cases.first?.name == "€")
        #expect(read("Shift_JIS", [0x82]).error?.problem == .unknownEncoding("Shift_JIS"))
        #expect(read("klingon", [0x41]).error?.message.contains("`klingon`") == true)
    }

    @Test("what the caller throws ends the reading, and comes out")
    func stops() {
        struct Stop: Error {}
        var count = 0
        let reader = ReportReader(
            ReportInput(name: "r", bytes: "<testsuite><testcase/><testcase/></testsuite>".utf8), format: .junit)
        #expect(throws: Stop.self) {
            try reader.read { _ in
                count += 1
                throw Stop()
            }
        }
        #expect(count == 1)
    }
}
