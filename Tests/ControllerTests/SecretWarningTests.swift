import Access
import Controller
import Foundation
import Model
import TestSupport
import Testing

/// A secret that can't be read is told of when its environment is applied, before any test needs it.
struct SecretWarningTests {
    private func environment(_ namespace: String, _ secrets: String) -> String {
        """
        apiVersion: rondo.dev/v1
        kind: Environment
        metadata: { name: dev, namespace: \(namespace) }
        spec: { type: dev, secrets: \(secrets) }
        """
    }

    @Test("Each is told of once, with what to do, and the environment is ready all the same")
    func warnings() async throws {
        let fixture = try await ControllerFixture()
        let safe = SecretSafe(stateFolder: fixture.directory.url, store: fixture.store)
        _ = try await safe.vault.set(Secret("hunter2"), named: "db", in: "shop", now: Date())
        let shop = ObjectIdentity(kind: .environment, namespace: "shop", name: "dev")
        let sealed = SecretSource.sealed(
            try await safe.keys.current().seal(Secret("hunter2"), for: .object(.entry("pin", of: shop))))
        let secrets = "{ pin: \"\(sealed.text)\", db: store:db }"
        fixture.commit(["shop.yaml": environment("shop", secrets), "bank.yaml": environment("bank", secrets)])
        #expect(try await fixture.converge() == .asDesired)
        let told = fixture.events.all.filter { $0.reason == .secretUnusable }
        #expect(told.count == 2 && told.allSatisfy { $0.object?.namespace == "bank" && $0.severity == .warning })
        #expect(told.first?.message.contains("store:db does not exist in namespace bank") == true)
        #expect(told.last?.message.contains("rondo seal Environment/dev secrets.pin -n bank") == true)
        for event in fixture.events.all { #expect(!event.message.contains("hunter2")) }
        #expect(try await fixture.converge() == .asDesired)
        #expect(fixture.events.all.count { $0.reason == .secretUnusable } == 2)
    }
}
