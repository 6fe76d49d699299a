import Foundation
import Glibc
import Model

/// A search whose input and time are bounded, since patterns and texts both come from outside.
package enum BoundedRegex {
    package enum Answer: Hashable {
        case found, notFound
        /// For people: why nothing can be said.
        case undecided(String)
    }

    /// In bytes of UTF-8.
    package static let inputLimit = 1 << 20

    /// - Parameter timeLimit: of the processor, so that a busy machine doesn't change a verdict.
    package static func search(
        _ pattern: String, in text: String, timeLimit: Duration = .seconds(2)
    ) -> Answer {
        let (matches, problem) = matches(of: pattern, in: cut(text), limit: 1, timeLimit: timeLimit)
        if !matches.isEmpty { return .found }
        if let problem { return .undecided(problem) }
        return text.utf8.count > inputLimit ? .undecided("not in the first 1Mi, and no more is searched") : .notFound
    }

    /// The groups of the first match, the whole match first; nil where nothing matches.
    package static func groups(of pattern: String, in text: String) throws(LanguageError) -> [String?]? {
        let input = cut(text)
        let (matches, problem) = matches(of: pattern, in: input, limit: 1, timeLimit: .seconds(2))
        if let problem { throw LanguageError(problem, span: TextSpan(offset: 0, length: 1)) }
        guard let match = matches.first else {
            guard text.utf8.count <= inputLimit else {
                throw LanguageError(
                    "not in the first 1Mi, and no more is searched", span: TextSpan(offset: 0, length: 1))
            }
            return nil
        }
        return (0..<match.numberOfRanges).map { group in
            Range(match.range(at: group), in: input).map { String(input[$0]) }
        }
    }

    /// Replaces every match; `$1` in the template is the first group.
    package static func replace(
        _ pattern: String, in text: String, with template: String
    ) throws(LanguageError) -> String {
        let nowhere = TextSpan(offset: 0, length: 1)
        guard text.utf8.count <= inputLimit else {
            throw LanguageError("the text is larger than 1Mi, and no more is searched", span: nowhere)
        }
        let (matches, problem) = matches(of: pattern, in: text, limit: 100_000, timeLimit: .seconds(2))
        if let problem { throw LanguageError(problem, span: nowhere) }
        var result = ""
        var end = text.startIndex
        for match in matches {
            guard let range = Range(match.range, in: text), let expression = match.regularExpression else { continue }
            result += text[end..<range.lowerBound]
            result += expression.replacementString(for: match, in: text, offset: 0, template: template)
            end = range.upperBound
            guard result.utf8.count <= 16 * inputLimit else {
                throw LanguageError("what replaces the matches is larger than 16Mi", span: nowhere)
            }
        }
        return result + text[end...]
    }

    /// Whether it is a regular expression at all.
    package static func isPattern(_ text: String) -> Bool { RegexCache.shared.expression(text) != nil }

    private static func cut(_ text: String) -> String {
        text.utf8.count > inputLimit ? String(decoding: text.utf8.prefix(inputLimit), as: UTF8.self) : text
    }

    private static func matches(
        of pattern: String, in text: String, limit: Int, timeLimit: Duration
    ) -> (found: [NSTextCheckingResult], problem: String?) {
        guard let expression = RegexCache.shared.expression(pattern) else {
            return ([], "the pattern is not a regular expression")
        }
        let deadline = processorTime() + timeLimit
        var found: [NSTextCheckingResult] = []
        var problem: String?
        let range = NSRange(location: 0, length: text.utf16.count)
        expression.enumerateMatches(in: text, options: .reportProgress, range: range) { match, _, stop in
            if let match {
                found.append(match)
                if found.count == limit { stop.pointee = true }
            } else if processorTime() >= deadline {
                let span = TimeSpan(milliseconds: Int64((timeLimit / .milliseconds(1)).rounded()))
                problem = "the search took longer than \(span)"
                stop.pointee = true
            }
        }
        return (found, problem)
    }

    /// What this thread has used so far.
    private static func processorTime() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
