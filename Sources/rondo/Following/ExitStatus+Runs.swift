import API
import Controller
import Model

extension ExitStatus {
    /// What runs come to; 2 wins over 1, and without a run nothing was checked.
    ///
    /// - Parameter isCutShort: whether some of what was asked for was not run at all.
    init(of runs: [RunResource], isCutShort: Bool = false) {
        let outcomes = runs.map { $0.verdict?.outcome }
        if isCutShort || outcomes.isEmpty
            || outcomes.contains(where: { $0 == nil || $0 == .errored || $0 == .cancelled })
        {
            self = .couldNotCheck
        } else {
            self = outcomes.contains { $0 == .failed || $0 == .timedOut } ? .notAsDesired : .asDesired
        }
    }
}
