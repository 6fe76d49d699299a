import HTTPTransport

/// Why a check could not be made.
enum CheckFailure: Error, CustomStringConvertible {
    case noAnswer(HTTPTransportError)
    /// Its time was over before it came to its end.
    case outOfTime
    /// An answer came, and nothing can be said of it.
    case undecided(String)

    var description: String {
        switch self {
        case .noAnswer(let error): "\(error)"
        case .outOfTime: "the test's time was over"
        case .undecided(let reason): reason
        }
    }
}
