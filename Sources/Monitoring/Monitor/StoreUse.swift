/// What the monitor needs the store for.
enum StoreUse: Hashable, Sendable, CaseIterable {
    case readSamples, writeSamples, saveRecords

    /// What it means when that fails.
    var consequence: String {
        switch self {
        case .readSamples: "stored samples can't be read, so alert rules see only new ones"
        case .writeSamples: "samples can't be stored, so alert rules know them only until the controller restarts"
        case .saveRecords: "the states of alert rules can't be stored, so a restart takes up older ones"
        }
    }
}
