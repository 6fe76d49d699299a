import Model
import Testing

@testable import Manifests

struct ManifestLoaderTests {
    @Test func readsAnEnvironmentAndASuite() throws {
        let loaded = TreeFixture.load([
            "env.yaml": TreeFixture.environment,
            "suites/smoke.yaml": TreeFixture.suite(
                """
                    - name: health answers
                      rest: { service: shop, path: /health, headers: { X-Region: "${{ vars.region }}" } }
                      expect: { status: 200, json: { ok: true }, duration: < 300ms }
                      assert:
                        - json $.ok == true
                      capture: { ok: json $.ok, token: { from: header X-Token, redact: true } }
                    - name: counts
                      dependsOn: [health answers]
                      command: { run: [echo, "${{ captures.ok }}"] }
                      env: { PIN: "${{ secrets.pin }}" }
                """),
        ])
        #expect(loaded.set.diagnostics.map(\.description) == [])
        #expect(loaded.set.objects.map(\.identity.description) == ["Environment/dev", "TestSuite/smoke"])
        #expect(loaded.taken == ["env.yaml", "suites/smoke.yaml"])
        #expect(loaded.set.fileCount == 2)
        let suite = try #require(loaded.set.suites.first)
        #expect(suite.variables == ["region": "eu-west-1"])
        #expect(suite.services.keys.sorted() == ["shop"])
        #expect(suite.secrets == ["pin": .environmentVariable("SHOP_PIN")])
        #expect(suite.environmentType == .dev)
        guard case .rest(let request) = suite.tests[0].body else {
            Issue.record("no request")
            return
        }
        #expect(request.headers == ["X-Region": "eu-west-1"])
        #expect(request.service == "shop")
        #expect(suite.tests[0].settings.expect.status == StatusExpectation([.exactly(200)]))
        #expect(suite.tests[0].settings.assert.first?.text == "json $.ok == true")
        #expect(suite.tests[0].settings.capture["token"] == Capture(from: .header("X-Token"), redact: true))
        #expect(suite.tests[0].settings.timeout == .seconds(60))
        #expect(suite.tests[1].settings.retry == RetryPolicy())
        guard case .environment(let environment) = loaded.set.objects[0].spec else {
            Issue.record("no environment")
            return
        }
        #expect(environment.variables == ["region": "eu-west-1", "retries": "3", "version": "1.10"])
        let written = loaded.set.objects[1].manifest
        guard case .array(let tests)? = written["tests"] else {
            Issue.record("no tests")
            return
        }
        #expect(tests[0]["assert"] == .array([.string("json $.ok == true")]))
        #expect(tests[0]["rest"]?["headers"]?["X-Region"] == .string("${{ vars.region }}"))
        #expect(tests[0]["capture"]?["ok"] == .string("json $.ok"))
        #expect(tests[0]["timeout"] == .string("60s"))
    }
}
