/// Why a report could not be read to its end. What it told before stands.
package struct IngestionError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Problem: Hashable, Sendable {
        /// What the system says.
        case unreadable(String)
        case tooLarge(limit: Int)
        case empty
        /// What the XML reader says.
        case malformed(String)
        case unknownEncoding(String)
        /// XML that is no JUnit report.
        case notJUnit(root: String)
        case tooDeep(limit: Int)
        case longToken(limit: Int)
        case tooManyCases(limit: Int)
        case notTAP
        case noPlan(seen: Int)
        case planDiffers(planned: Int, seen: Int)
        case secondPlan
        case bailedOut(String)
        case openDiagnostics
        case notJSON
        case notSARIF
        case unknownSARIF(version: String)
        /// In files that it only names.
        case resultsElsewhere
        case tooManyFindings(limit: Int)
        /// XML that is no Cobertura report.
        case notCobertura(root: String)
        case notLCOV
        /// A record of LCOV that does not hold what belongs into it.
        case badRecord(String)
        /// A source file without the end of its records.
        case openRecords(file: String)
        case tooManyLines(limit: Int)
    }

    /// As the report is called.
    package let report: String
    /// From 1, as the column; nil where the whole report is meant.
    package let line: Int?
    package let column: Int?
    package let problem: Problem

    init(_ input: ReportInput, line: Int? = nil, column: Int? = nil, _ problem: Problem) {
        report = input.name
        self.line = line
        self.column = column
        self.problem = problem
    }

    /// `report.xml:2:75: not well-formed XML: unclosed token`
    package var description: String {
        ([report] + [line, column].compactMap { $0 }.map(String.init)).joined(separator: ":") + ": " + message
    }

    /// Without the place.
    package var message: String {
        switch problem {
        case .unreadable(let reason): "can't be read: \(reason)"
        case .tooLarge(let limit): "has more than \(limit >> 20) MiB, which is the limit of a report"
        case .empty: "is empty: did the tool end before it wrote its report?"
        case .malformed(let reason): "not well-formed XML: \(reason)"
        case .unknownEncoding(let name): "is in the encoding `\(name)`, which is not known here: write it as UTF-8"
        case .notJUnit(let root):
            "is XML, but no JUnit report: the outermost element is `\(root)` and there is no `testsuite` in it"
        case .tooDeep(let limit): "elements or subtests are nested more than \(limit) deep"
        case .longToken(let limit): "one tag or comment has more than \(limit >> 20) MiB"
        case .tooManyCases(let limit): "has more than \(limit) cases: split the report"
        case .notTAP: "is no TAP: it has neither a plan (`1..4`) nor a test point (`ok 1`)"
        case .noPlan(let seen):
            "ends after \(seen) test point\(seen == 1 ? "" : "s") without a plan (`1..\(seen)`): it may be cut off"
        case .planDiffers(let planned, let seen): "the plan says \(planned), but there are \(seen) test points"
        case .secondPlan: "a second plan: two reports in one file?"
        case .bailedOut(let reason): "the tests bailed out" + (reason.isEmpty ? "" : ": \(reason)")
        case .notJSON: "not well-formed JSON: the report may be cut off"
        case .notSARIF: "is JSON, but no SARIF: it has no `version` or no `runs`"
        case .unknownSARIF(let version):
            "is SARIF of version `\(version)`, and only 2.1.0 is read: let the tool write that"
        case .resultsElsewhere: "has its results in other files, which are not read: let the tool write one file"
        case .tooManyFindings(let limit): "has more than \(limit) findings: split the report"
        case .notCobertura(let root):
            "is XML, but no Cobertura report: the outermost element is `\(root)`"
                + (root == "coverage" ? " and there is no `packages` in it" : "")
        case .notLCOV: "is no LCOV: it names no source file (`SF:`)"
        case .badRecord(let record): "`\(record)` is no record of LCOV: a line and how often it ran belong behind `DA:`"
        case .openRecords(let file): "the records of \(file) have no `end_of_record`: the report may be cut off"
        case .tooManyLines(let limit): "there are lines or files beyond what is taken (a line up to \(limit))"
        case .openDiagnostics: "the diagnostics that begin here have no end (`...`): the report may be cut off"
        }
    }
}
