import Foundation
import Glibc

/// A search whose input and time are bounded, since patterns and texts both come from outside.
enum BoundedRegex {
    enum Answer: Hashable {
        case found, notFound
        /// For people: why nothing can be said.
        case undecided(String)
    }

    /// In bytes of UTF-8.
    static let inputLimit = 1 << 20

    /// - Parameter timeLimit: of the processor, so that a busy machine doesn't change a verdict.
    static func search(_ pattern: String, in text: String, timeLimit: Duration = .seconds(2)) -> Answer {
        guard let expression = try? NSRegularExpression(pattern: pattern) else {
            return .undecided("the pattern is not a regular expression")
        }
        let isCut = text.utf8.count > inputLimit
        let input = isCut ? String(decoding: text.utf8.prefix(inputLimit), as: UTF8.self) : text
        let deadline = processorTime() + timeLimit
        var found = false
        var tookTooLong = false
        let range = NSRange(location: 0, length: input.utf16.count)
        expression.enumerateMatches(in: input, options: .reportProgress, range: range) { match, _, stop in
            if match != nil {
                found = true
                stop.pointee = true
            } else if processorTime() >= deadline {
                tookTooLong = true
                stop.pointee = true
            }
        }
        if found { return .found }
        if tookTooLong { return .undecided("the search took longer than \(ValueText.text(of: timeLimit))") }
        return isCut ? .undecided("not in the first 1Mi, and no more is searched") : .notFound
    }

    /// What this thread has used so far.
    private static func processorTime() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
