package import Model

/// Why a run that somebody asks for can't be had.
package enum RunRequestError: Error, Hashable, CustomStringConvertible {
    case unknownSuite(ObjectIdentity)
    case unknownEnvironment(String, suite: ObjectIdentity, known: [String])
    case notManual(ObjectIdentity)
    case suspended(ObjectIdentity)
    /// The suite is declared and can't be run in any environment as things are.
    case unresolved(ObjectIdentity)

    package var isNotFound: Bool {
        switch self {
        case .unknownSuite, .unknownEnvironment: true
        case .notManual, .suspended, .unresolved: false
        }
    }

    package var description: String {
        switch self {
        case .unknownSuite(let suite): "there is no \(suite); `rondo get suites` lists them"
        case .unknownEnvironment(let name, let suite, let known):
            "\(suite) does not run in `\(name)`; its environments are \(known.joined(separator: ", "))"
        case .notManual(let suite): "\(suite) does not list `manual` in `on`; add it to run it by hand"
        case .suspended(let suite): "\(suite) is suspended in git; set `suspend: false` to run it"
        case .unresolved(let suite):
            "\(suite) can't run as it is: its environment has errors, `rondo get sources` says which"
        }
    }
}
