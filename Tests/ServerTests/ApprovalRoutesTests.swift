import API
import Foundation
import HTTPTransport
import Model
import Store
import TestSupport
import Testing

/// Approvals over the API: listed, refused with what to do.
struct ApprovalRoutesTests {
    @Test("what lasts is listed; what is not held, or no hash, or nobody's, is refused")
    func approvals() async throws {
        let approval = Approval(
            hash: Digest(rawValue: "3f9a1c2b44d0"), source: "default",
            revision: Revision(ref: "main", commit: GitObjectID(rawValue: "4f2c91e")),
            targets: [DestructiveTarget(object: ObjectIdentity(kind: .cloudResource, name: "p"))], approvedBy: "ana",
            approvedAt: Date(timeIntervalSince1970: 1_795_255_200))
        let server = try await ServerFixture { try await $0.saveApproval(approval) }
        let list = try await server.client.approvals()
        #expect(list.kind == "ApprovalList" && list.items == [approval])
        for (hash, by, part) in [
            ("3f9a1c2b44d0", "ana", "nothing that is held now"), ("xyz", "ana", "is no approval hash"),
            ("3f9a1c2b44d0", "", "says who approves"),
        ] {
            let error = await #expect(throws: APIError.self) {
                try await server.client.approve(ApprovalRequest(hash: hash, by: by))
            }
            #expect(error?.description.contains(part) == true, "\(String(describing: error))")
        }
        #expect(try await server.send("DELETE", "/api/v1/approvals").status == 404)
        await server.stop()
    }
}
