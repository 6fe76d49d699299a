package import Model

/// What people tell a controller beside git.
extension APIClient {
    /// `PUT /api/v1/objects/KIND/NAMESPACE/NAME/suspension`
    package func suspend(
        _ object: ObjectIdentity, _ request: SuspendRequest
    ) async throws(APIError) -> Suspension {
        try await put(Self.part("suspension", of: object), request)
    }

    /// `DELETE /api/v1/objects/KIND/NAMESPACE/NAME/suspension?author=`; `.notFound` when it is not suspended.
    package func resume(_ object: ObjectIdentity, author: String?) async throws(APIError) {
        try await delete(Self.part("suspension", of: object, author: author))
    }

    /// `POST /api/v1/objects/KIND/NAMESPACE/NAME/renewal`
    package func renew(_ object: ObjectIdentity, _ request: RenewRequest) async throws(APIError) -> RenewalResource {
        try await post(Self.part("renewal", of: object), request)
    }

    /// `PUT /api/v1/pin?source=`; nil is the only source. The controller reads the commit before it answers.
    package func pin(source: String?, _ request: PinRequest) async throws(APIError) -> SourcePin {
        try await put(APIRequest("api", "v1", "pin", query: [("source", source)]), request, timeout: .seconds(180))
    }

    /// `DELETE /api/v1/pin?source=&author=`
    package func unpin(source: String?, author: String?) async throws(APIError) {
        try await delete(APIRequest("api", "v1", "pin", query: [("source", source), ("author", author)]))
    }

    /// `POST /api/v1/reconcile`: answers how far the controller had come before.
    package func reconcile(_ request: ReconcileRequest) async throws(APIError) -> ReconcileProgress {
        try await post(APIRequest("api", "v1", "reconcile"), request)
    }

    /// `GET /api/v1/reconcile`: how far it has come.
    package func progress() async throws(APIError) -> ReconcileProgress {
        try await get(APIRequest("api", "v1", "reconcile"))
    }

    /// `GET /api/v1/commits/COMMIT?source=`
    package func standing(of commit: String, source: String?) async throws(APIError) -> CommitResource {
        try await get(APIRequest("api", "v1", "commits", commit, query: [("source", source)]))
    }

    private static func part(_ name: String, of object: ObjectIdentity, author: String? = nil) -> APIRequest {
        APIRequest(
            "api", "v1", "objects", object.kind.rawValue, object.namespace, object.name, name,
            query: [("author", author)])
    }
}
