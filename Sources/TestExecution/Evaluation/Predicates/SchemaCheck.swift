import Foundation
import Model
import TestLanguage

/// `matchesSchema`: the value, or what a text is as JSON, keeps a JSON Schema.
enum SchemaCheck {
    static func check(
        _ subject: Subject, _ source: SchemaSource, _ files: ScratchFiles?
    ) -> PredicateCheck.Answer {
        switch violations(of: subject, source, files) {
        case .success(let violations): PredicateCheck.Answer(violations.isEmpty)
        case .failure(let problem): .undecided(problem.reason)
        }
    }

    /// What of it the schema refuses; the reason when nothing can be said.
    static func violations(
        of subject: Subject, _ source: SchemaSource, _ files: ScratchFiles?
    ) -> Result<[SchemaViolation], ScratchFiles.Problem> {
        do {
            let value = try value(of: subject)
            let schema = try schema(source, files)
            return .success(try schema.violations(of: value))
        } catch let problem as ScratchFiles.Problem {
            return .failure(problem)
        } catch {
            return .failure(ScratchFiles.Problem(reason: "the schema can't be used: \(error)"))
        }
    }

    private static func value(of subject: Subject) throws(ScratchFiles.Problem) -> JSONValue {
        if case .text(let text) = subject {
            guard let value = try? JSONParser.parse(Array(text.utf8)) else {
                throw ScratchFiles.Problem(reason: "the text is not JSON")
            }
            return value
        }
        guard let value = subject.asJSON else {
            throw ScratchFiles.Problem(reason: "\(subject.typeName), where a JSON value is needed")
        }
        return value
    }

    private static func schema(_ source: SchemaSource, _ files: ScratchFiles?) throws -> JSONSchema {
        switch source {
        case .inline(let schema): return try JSONSchema(schema)
        case .file(let path):
            guard let files else { throw ScratchFiles.Problem(reason: "there is no file `\(path)`") }
            let text = try files.contents(of: path)
            guard let schema = try? JSONParser.parse(text) else {
                throw ScratchFiles.Problem(reason: "`\(path)` is not JSON")
            }
            return try JSONSchema(schema)
        }
    }
}
