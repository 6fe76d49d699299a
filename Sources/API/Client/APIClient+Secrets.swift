package import Model

/// The encrypted store and the sealing keys.
extension APIClient {
    /// `GET /api/v1/secrets`: what there is, never a value; nil lists every namespace.
    package func secrets(namespace: String? = nil) async throws(APIError) -> ListResource<StoredSecret> {
        try await get(APIRequest("api", "v1", "secrets", query: [("namespace", namespace)]))
    }

    /// `PUT /api/v1/secrets/NAMESPACE/NAME`
    package func setSecret(
        _ value: Secret, named name: String, in namespace: String
    ) async throws(APIError) -> StoredSecret {
        try await put(APIRequest("api", "v1", "secrets", namespace, name), SecretValueRequest(value))
    }

    /// `DELETE /api/v1/secrets/NAMESPACE/NAME`; `.notFound` when there is none.
    package func deleteSecret(named name: String, in namespace: String) async throws(APIError) {
        try await delete(APIRequest("api", "v1", "secrets", namespace, name))
    }

    /// `GET /api/v1/sealing-keys`: the newest first.
    package func sealingKeys() async throws(APIError) -> ListResource<SealingKeyFacts> {
        try await get(APIRequest("api", "v1", "sealing-keys"))
    }

    /// `POST /api/v1/sealing-keys`: makes a new key to seal to; answers all, the newest first.
    package func rotateSealingKey() async throws(APIError) -> ListResource<SealingKeyFacts> {
        try await post(APIRequest("api", "v1", "sealing-keys"), [String: String]())
    }
}
