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

    /// - Parameters:
    ///   - own: what the request may take by itself.
    ///   - left: what is left of the test's time.
    init(own: Duration?, left: Duration) {
        if let own, own < left {
            self.init(limit: own, owner: .request)
        } else {
            self.init(limit: left, owner: .test)
        }
    }

    private init(limit: Duration, owner: Owner) {
        self.limit = limit
        self.owner = owner
    }
}
