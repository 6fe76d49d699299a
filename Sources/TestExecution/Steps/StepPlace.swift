/// Where a step stands in its test: `steps[2]`, `steps[0].forEach[3].steps[1]`, `finally[0]`.
struct StepPlace: Hashable, Sendable, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }

    /// An entry of a list within it.
    func entry(_ list: String, _ index: Int) -> StepPlace { StepPlace("\(description).\(list)[\(index)]") }

    /// An entry of a list that stands alone.
    static func entry(_ list: String, _ index: Int) -> StepPlace { StepPlace("\(list)[\(index)]") }
}
