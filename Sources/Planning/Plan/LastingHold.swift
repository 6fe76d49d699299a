import Model

extension HoldReason {
    /// The reason when it outlasts its cause, else nil.
    ///
    /// The first pass over a commit records what the commit changes: the environment is no longer prod, or the source
    /// has other objects now. Without memory the second pass would find no reason left and delete.
    var lasting: HoldReason? {
        switch self {
        case .wholeSource, .production: self
        case .protected, .sourceStale, .brokenManifest: nil
        }
    }
}
