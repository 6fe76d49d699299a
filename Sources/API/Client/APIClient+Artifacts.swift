package import Foundation
package import Model

extension APIClient {
    /// `GET /api/v1/runs/ID/artifacts`: where those of a run are that are not on the controller's disk alone.
    package func artifactPlaces(of run: RunID) async throws(APIError) -> ListResource<ArtifactPlace> {
        try await get(APIRequest("api", "v1", "runs", run.rawValue, "artifacts"))
    }

    /// `GET /api/v1/runs/ID/artifacts/SHA256`: some bytes from a place on; empty behind the end.
    package func artifact(_ sha256: String, of run: RunID, from offset: Int) async throws(APIError) -> Data {
        try await read(
            APIRequest(
                "api", "v1", "runs", run.rawValue, "artifacts", sha256, query: [("offset", "\(offset)")]),
            timeout: .seconds(60))
    }
}
