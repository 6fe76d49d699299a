import Model

extension HoldReason {
    /// The reason when it outlasts its cause, else nil.
    ///
    /// The first pass over a commit records what the commit changes: the environment is no longer prod, or the source
    /// has other objects now. Without memory the second pass would find no reason left and delete.
    var lasting: HoldReason? {
        switch self {
        case .wholeSource, .production: self
        // The budget is counted anew from what went, protection and the time of grace are remembered by themselves.
        case .protected, .sourceStale, .brokenManifest, .budget, .grace: nil
        }
    }
}
