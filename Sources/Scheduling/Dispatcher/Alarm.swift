import Model

/// The sleep of the timer loop: until when, and how to end it early.
struct Alarm {
    /// nil while the loop is awake.
    var sleeper: CheckedContinuation<Void, Never>?
    /// nil when nothing is due at all.
    var due: MonotonicInstant?
    /// Counts the sleeps, so that a timer of an earlier one wakes nobody.
    var generation = 0
}
