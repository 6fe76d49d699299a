import Model

/// The step that ended a list, and how.
struct StepFault: Hashable, Sendable {
    let place: StepPlace
    let title: String
    let outcome: Outcome
    let message: String

    /// `steps[2] place order: status: expected 201, got 500`
    var sentence: String { "\(place) \(title): \(message)" }
}
