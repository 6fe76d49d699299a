package import Foundation
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

    /// Events, the oldest first: the last `limit` ones, or the first `limit` ones after a number.
    ///
    /// - Parameter after: the `sequence` of the last event that is known, which is also the `next` of an earlier page.
    package func events(
        object: ObjectIdentity? = nil, after: Int64? = nil, limit: Int? = nil
    ) async throws(APIError) -> ListResource<EventResource> {
        try await get(
            APIRequest(
                "api", "v1", "events",
                query: [
                    ("after", after.map { "\($0)" }), ("limit", limit.map { "\($0)" }),
                    ("object", object?.description),
                ]))
    }

    /// `GET /api/v1/drift`: what is open, and what ended since a time.
    package func drift(
        since: Date, scope: DriftScope = .everything
    ) async throws(APIError) -> DriftListResource {
        try await get(
            APIRequest(
                "api", "v1", "drift",
                query: [
                    ("since", since.formatted(.iso8601)), ("environment", scope.environment),
                    ("namespace", scope.namespace),
                ]))
    }

    /// `GET /api/v1/observed`: what was last seen of everything.
    package func observed() async throws(APIError) -> ObservedState {
        try await get(APIRequest("api", "v1", "observed"))
    }

    /// `GET /api/v1/desired`: the desired sets in force, one for each source that was ever read.
    package func desired() async throws(APIError) -> ListResource<DesiredSet> {
        try await get(APIRequest("api", "v1", "desired"))
    }
}
