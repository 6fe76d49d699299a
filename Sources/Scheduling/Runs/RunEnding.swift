package import Model

/// Why a run is being ended before all its tasks ran; from then on nothing new starts.
package enum RunEnding: Hashable, Sendable {
    /// A newer commit made it pointless: it counts as never made.
    case superseded(String)
    /// Somebody asked for it.
    case person(String)
    /// So many tests failed, after which the suite wants no more.
    case failures(Int)
    /// The suite's own timeout.
    case timedOut(TimeSpan)

    /// What the tasks that did not run are told.
    package var message: String {
        switch self {
        case .superseded(let reason), .person(let reason): reason
        case .failures(1): "the run stopped at its first failure"
        case .failures(let count): "the run stopped after \(count) failures"
        case .timedOut(let limit): "the suite's timeout of \(limit) ended the run"
        }
    }
}
