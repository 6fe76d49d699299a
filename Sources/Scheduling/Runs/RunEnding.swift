package import Model

/// Why a run is being ended before all its tasks ran; from then on nothing new starts.
package enum RunEnding: Hashable, Sendable {
    /// A newer commit made it pointless: it counts as never made.
    case superseded(String)
    /// Somebody asked for it.
    case person(String)
    /// The suite's own timeout.
    case timedOut(TimeSpan)

    /// What the tasks that did not run are told.
    package var message: String {
        switch self {
        case .superseded(let reason), .person(let reason): reason
        case .timedOut(let limit): "the suite's timeout of \(limit) ended the run"
        }
    }
}
