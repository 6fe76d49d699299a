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
    /// Of the processor, so that a busy machine doesn't change a verdict.
    package static let timeLimit = Duration.seconds(2)

    private static let tooFar = "not in the first 1Mi, and no more is searched"
    private static let dependsOnRest = "what follows the first 1Mi may change it, and no more is searched"

    package static func search(
        _ pattern: String, in text: String, inputLimit: Int = inputLimit, timeLimit: Duration = timeLimit
    ) -> Answer {
        var left = timeLimit
        return search(pattern, in: text, inputLimit: inputLimit, spending: &left)
    }

    /// - Parameter left: what several searches may take together; this one's time is taken from it.
    package static func search(
        _ pattern: String, in text: String, inputLimit: Int = inputLimit, spending left: inout Duration
    ) -> Answer {
        let input = cut(text, inputLimit)
        let result = matches(of: pattern, in: input ?? text, limit: 1, timeLimit: left)
        left -= result.time
        if !result.found.isEmpty { return input != nil && result.touchesEnd ? .undecided(dependsOnRest) : .found }
        if let problem = result.problem { return .undecided(problem) }
        return input == nil ? .notFound : .undecided(tooFar)
    }

    /// The groups of the first match, the whole match first; nil where nothing matches.
    package static func groups(of pattern: String, in text: String) throws(LanguageError) -> [String?]? {
        let nowhere = TextSpan(offset: 0, length: 1)
        let cut = cut(text, inputLimit)
        let input = cut ?? text
        let result = matches(of: pattern, in: input, limit: 1, timeLimit: timeLimit)
        if let problem = result.problem { throw LanguageError(problem, span: nowhere) }
        guard let match = result.found.first else {
            guard cut == nil else { throw LanguageError(tooFar, span: nowhere) }
            return nil
        }
        guard cut == nil || !result.touchesEnd else { throw LanguageError(dependsOnRest, span: nowhere) }
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
        let matches = matches(of: pattern, in: text, limit: 100_000, timeLimit: timeLimit)
        if let problem = matches.problem { throw LanguageError(problem, span: nowhere) }
        var result = ""
        var end = text.startIndex
        for match in matches.found {
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

    /// The whole characters of its beginning; nil where it is short enough as it is.
    private static func cut(_ text: String, _ limit: Int) -> String? {
        guard text.utf8.count > limit else { return nil }
        var end = text.utf8.index(text.startIndex, offsetBy: limit)
        while end.samePosition(in: text.unicodeScalars) == nil { end = text.utf8.index(before: end) }
        return String(text[..<end])
    }

    private struct Result {
        var found: [NSTextCheckingResult] = []
        var problem: String?
        /// ICU looked at the end of the text to find the last match, so that more text might change or undo it.
        var touchesEnd = false
        var time = Duration.zero
    }

    private static func matches(of pattern: String, in text: String, limit: Int, timeLimit: Duration) -> Result {
        var result = Result()
        guard let expression = RegexCache.shared.expression(pattern) else {
            result.problem = "the pattern is not a regular expression"
            return result
        }
        let watch = Watch(limit: timeLimit)
        let range = NSRange(location: 0, length: text.utf16.count)
        expression.enumerateMatches(
            in: text, options: [.reportProgress, .reportCompletion], range: range
        ) { match, flags, stop in
            if let match {
                result.found.append(match)
                result.touchesEnd = !flags.isDisjoint(with: [.hitEnd, .requiredEnd])
                if result.found.count == limit { stop.pointee = true }
            } else if flags.contains(.internalError) {
                result.problem = "the search needs more memory than it may have"
            } else if flags.contains(.progress), watch.isOver() {
                let span = TimeSpan(milliseconds: Int64((timeLimit / .milliseconds(1)).rounded()))
                result.problem =
                    Task.isCancelled ? "the search was cancelled" : "the search took longer than \(span)"
                stop.pointee = true
            }
        }
        if result.found.isEmpty, result.problem == nil, watch.time >= .milliseconds(100),
            givesUp(expression, in: text, range, watch)
        {
            result.problem = "the pattern goes back over the text too often"
        }
        result.time = watch.time
        return result
    }

    /// Foundation's ICU gives a place up after some 40 million steps back, and says no more than that nothing matches
    /// there. Looked at is the start, which is the only place for a pattern that holds on to it; a search that is long at
    /// other places too runs out of its time.
    private static func givesUp(
        _ expression: NSRegularExpression, in text: String, _ range: NSRange, _ watch: Watch
    ) -> Bool {
        // ICU reports every 10,000 steps.
        var reports = 0
        expression.enumerateMatches(in: text, options: [.reportProgress, .anchored], range: range) { match, _, stop in
            if match == nil { reports += 1 }
            if match != nil || watch.isOver() { stop.pointee = true }
        }
        return reports > 2_000 || watch.time >= watch.limit || Task.isCancelled
    }

    /// The time of the processor that one search takes.
    private final class Watch {
        private let start = processorTime()
        let limit: Duration
        private var questions = 0

        init(limit: Duration) { self.limit = limit }

        var time: Duration { processorTime() - start }

        /// Or nobody waits for the search any more.
        ///
        /// To be asked at every report of progress, of which there is one for each place of the text: to look at the clock
        /// each time takes longer than to search.
        func isOver() -> Bool {
            questions += 1
            return questions % 64 == 0 && (time >= limit || Task.isCancelled)
        }
    }

    /// What this thread has used so far.
    private static func processorTime() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
