package import Model

extension APIClient {
    /// `GET /api/v1/objects/KIND/NAMESPACE/NAME/instances`: what the providers say of an object's instances now.
    package func instanceReports(
        of object: ObjectIdentity
    ) async throws(APIError) -> ListResource<InstanceReport> {
        try await get(
            APIRequest("api", "v1", "objects", object.kind.rawValue, object.namespace, object.name, "instances"))
    }
}
