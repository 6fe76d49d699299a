import Model

/// How long one request may take, and whose bound that is.
struct RequestBound {
    enum Owner {
        /// The request's own `timeout`, or the end of its polling: whoever answers later has failed.
        case request
        /// The test, or the step: its time has run out.
        case test
    }

    let limit: Duration
    let owner: Owner
    /// What the owner was given in all, which is what people know of.
    let whole: Duration

    /// - Parameters:
    ///   - own: what the request may take by itself.
    ///   - left: what is left of the test's time.
    ///   - whole: all of the test's time.
    init(own: Duration?, left: Duration, of whole: Duration) {
        if let own, own < left {
            self.init(limit: own, owner: .request, whole: own)
        } else {
            self.init(limit: left, owner: .test, whole: whole)
        }
    }

    private init(limit: Duration, owner: Owner, whole: Duration) {
        self.limit = limit
        self.owner = owner
        self.whole = whole
    }
}
