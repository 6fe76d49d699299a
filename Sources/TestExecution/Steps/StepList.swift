/// A list of steps: the test's own, or one within another step.
struct StepList: Hashable, Sendable {
    private let outer: StepPlace?
    private let name: String

    static func own(_ name: String) -> StepList { StepList(outer: nil, name: name) }
    static func within(_ place: StepPlace, _ name: String) -> StepList { StepList(outer: place, name: name) }

    func place(_ index: Int) -> StepPlace { outer?.entry(name, index) ?? .entry(name, index) }
}
