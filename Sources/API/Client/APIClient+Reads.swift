package import Model

/// What the command line reads. Paths are those of the HTTP API, version 1.
extension APIClient {
    /// Whether a controller answers and says that it is well; needs no token.
    package func health() async throws(APIError) { _ = try await read(APIRequest("healthz"), timeout: .seconds(5)) }

    /// `GET /api/v1/objects`; nil lists every kind or namespace.
    package func objects(kind: Kind? = nil, namespace: String? = nil) async throws(APIError) -> ListResource<
        ObjectResource
    > {
        try await get(
            APIRequest("api", "v1", "objects", query: [("kind", kind?.rawValue), ("namespace", namespace)]))
    }

    /// `GET /api/v1/objects/KIND/NAMESPACE/NAME`; `.notFound` when there is none.
    package func object(_ identity: ObjectIdentity) async throws(APIError) -> ObjectResource {
        try await get(APIRequest("api", "v1", "objects", identity.kind.rawValue, identity.namespace, identity.name))
    }

    /// `GET /api/v1/sources`
    package func sources() async throws(APIError) -> ListResource<SourceStatus> {
        try await get(APIRequest("api", "v1", "sources"))
    }

    /// `GET /api/v1/workers`
    package func workers() async throws(APIError) -> ListResource<WorkerRecord> {
        try await get(APIRequest("api", "v1", "workers"))
    }

    /// The newest first.
    package func runs(suite: ObjectIdentity? = nil) async throws(APIError) -> ListResource<RunResource> {
        try await get(APIRequest("api", "v1", "runs", query: [("suite", suite?.description)]))
    }

    /// `GET /api/v1/runs/ID`; `.notFound` when there is none.
    package func run(_ id: RunID) async throws(APIError) -> RunResource {
        try await get(APIRequest("api", "v1", "runs", id.rawValue))
    }

    /// - Parameter after: the `next` of an earlier listing.
    package func events(
        after: String? = nil, object: ObjectIdentity? = nil
    ) async throws(APIError) -> ListResource<EventResource> {
        try await get(APIRequest("api", "v1", "events", query: [("after", after), ("object", object?.description)]))
    }

    /// `GET /api/v1/observed`: what was last seen of everything.
    package func observed() async throws(APIError) -> ObservedState {
        try await get(APIRequest("api", "v1", "observed"))
    }

    /// `GET /api/v1/desired`: the desired set in force; nil before the source was ever read.
    package func desired() async throws(APIError) -> DesiredSet? {
        do {
            return try await get(APIRequest("api", "v1", "desired"))
        } catch .notFound {
            return nil
        }
    }
}
