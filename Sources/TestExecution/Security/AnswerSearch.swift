import HTTPTransport
import Model
import TestLanguage

/// Searches the whole of answers, and remembers where nothing could be said: a search that found no end found nothing out.
struct AnswerSearch {
    /// A body of 4Mi, the largest that is read, as text; each byte that is no UTF-8 takes three.
    private static let inputLimit = 12 << 20

    private(set) var problems: [String] = []

    mutating func finds(_ pattern: some SearchPattern, in text: String, at place: String) -> Bool {
        finds(pattern.pattern, of: pattern.words, in: text, at: place)
    }

    /// - Parameter words: what is looked for.
    mutating func finds(_ pattern: String, of words: String, in text: String, at place: String) -> Bool {
        switch BoundedRegex.search(pattern, in: text, inputLimit: Self.inputLimit) {
        case .found: return true
        case .notFound: return false
        case .undecided(let reason):
            problems.append("\(MaskedURL.mask(place)) could not be searched for \(words): \(reason)")
            return false
        }
    }

    /// What was found, as long as everything could be searched.
    func result(_ found: [SecurityFinding]) throws(CheckFailure) -> [SecurityFinding] {
        guard let first = problems.first else { return found }
        let others = problems.count - 1
        throw .incomplete(found, reason: first + (others == 0 ? "" : " (and \(others) more)"))
    }
}
