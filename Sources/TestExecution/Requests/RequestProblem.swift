import Model

/// Why a request can't be made; it tells nothing about the system under test.
enum RequestProblem: Error {
    /// The service that it names was not resolved; nil when it names none.
    case noAddress(service: String?)
    case notJSON(reason: String)
    /// A file that it names, and what it is there for.
    case file(use: String, ScratchFiles.Problem)
    /// The same is said in two places.
    case twice(field: String, header: String)
    case token(reason: String)
}

extension RequestProblem: CustomStringConvertible {
    var description: String {
        switch self {
        case .noAddress(let service?): "service `\(service)` has no address"
        case .noAddress(nil): "the request has no `url`"
        case .notJSON(let reason): "the body is no JSON: \(reason)"
        case .file(let use, let problem): "\(use) can't be read: \(problem.reason)"
        case .twice(let field, let header):
            "`\(field)` and the header `\(header)` say the same thing: take one of them away"
        case .token(let reason): reason
        }
    }
}
