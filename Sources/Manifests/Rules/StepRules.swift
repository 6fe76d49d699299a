import Model

/// What must hold of steps that hold others.
enum StepRules {
    static func check(_ outline: SuiteOutline, _ validator: inout Validator) {
        for step in outline.steps {
            checkGroup(step, outline.fragments, &validator)
            checkFile(step, &validator)
            checkDuration(step, &validator)
        }
    }

    /// Steps that run side by side end in any order, so what two of them capture under one name would be either.
    private static func checkGroup(
        _ step: StepOutline, _ fragments: FragmentOutlines, _ validator: inout Validator
    ) {
        var seen: Set<String> = []
        for item in step.node["parallel"]?.items ?? [] {
            let own = StepOutlines([item], at: []) { fragments.captures(of: $0) }.after.captures
            for name in own.intersection(seen).sorted() {
                validator.error(
                    "`\(name)` is captured by two steps of one `parallel`, so its value would be either: rename one",
                    at: item)
            }
            seen.formUnion(own)
        }
    }

    /// History is kept of whole tests.
    private static func checkDuration(_ step: StepOutline, _ validator: inout Validator) {
        guard let node = step.node["expect"]?["duration"], let text = node.string,
            case .usual? = DurationExpectation(text)
        else { return }
        validator.error("`usual` is for whole tests: give the step a bound, for example `< 300ms`", at: node)
    }

    private static func checkFile(_ step: StepOutline, _ validator: inout Validator) {
        guard let node = step.node["forEach"]?["file"], let path = node.string else { return }
        let isKnown = [".csv", ".json"].contains { path.lowercased().hasSuffix($0) }
        if !isKnown {
            validator.error(
                "`\(Wording.shortened(path))` is neither .csv nor .json, so its form is not known", at: node)
        }
    }
}
