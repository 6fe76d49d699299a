import Model

/// Why a run was due, in words.
enum CauseText {
    static func words(_ cause: PlanReason?) -> String {
        guard let cause else { return "not recorded" }
        return switch cause {
        case .requested: "somebody asked for it"
        case .neverRun: "it had never run here"
        case .erroredBefore(let attempt): "the run before ended errored; this is try \(attempt)"
        case .added, .changed, .mocksNotServed, .instanceMissing, .instanceLost, .instanceStopped, .instanceChanged,
            .instanceOutdated, .scaledDown, .duplicateInstance, .removedFromGit, .scheduled, .resultTooOld,
            .inputsChanged,
            .superseded, .definitionChanged, .instanceReplaced, .tagsOutdated, .expired, .expiredEarly,
            .outsideHours, .hoursBegan:
            TerminalText.safe("\(cause)", limit: 500)
        }
    }
}
