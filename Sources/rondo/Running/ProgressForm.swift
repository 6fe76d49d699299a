/// The form that output takes, from the choice and from where it goes.
enum ProgressForm: Hashable, Sendable {
    /// A block that is drawn anew, below lines that stay.
    case live
    /// A line for each event, for people.
    case lines
    /// A line for each event, for programs.
    case log

    init(_ choice: ProgressChoice, isTerminal: Bool, environment: [String: String]) {
        guard isTerminal else {
            self = .log
            return
        }
        switch choice {
        case .auto: self = environment["TERM"] == "dumb" ? .lines : .live
        case .plain: self = .lines
        }
    }
}
