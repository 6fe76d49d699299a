import Foundation
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

    @Test func everyKindIsRead() throws {
        let loaded = TreeFixture.load(
            TreeFixture.environment + """
                ---
                apiVersion: rondo.dev/v1
                kind: CloudResource
                metadata: { name: pool, labels: { tier: 1 }, annotations: { rondo.dev/prune: disabled } }
                spec:
                  environment: dev
                  provider: local
                  type: process
                  replicas: 2
                  suspend: true
                  dependsOn: [Environment/dev]
                  configuration: { resources: { cpu: 1 } }
                ---
                apiVersion: rondo.dev/v1
                kind: AlertRule
                metadata: { name: slow }
                spec: { metric: test.duration, aggregate: p95, condition: gt, threshold: 5, severity: warning, environment: dev }
                ---
                apiVersion: rondo.dev/v1
                kind: CachePolicy
                metadata: { name: results }
                spec: { type: file, path: team/results, ttl: 7d, maxSize: 1Gi, evictionPolicy: lru, scope: results }
                """)
        #expect(loaded.set.diagnostics.map(\.description) == [])
        let objects = loaded.set.objects
        #expect(objects.map(\.identity.kind) == [.environment, .cloudResource, .alertRule, .cachePolicy])
        #expect(
            objects[1].spec
                == .cloudResource(
                    CloudResourceSpec(
                        environment: "dev",
                        configuration: ResourceConfiguration(
                            resources: InstanceResources(cpu: CPUQuantity(millicores: 1_000))),
                        replicas: 2)))
        #expect(objects[1].suspend)
        #expect(objects[1].labels == ["tier": "1"])
        #expect(objects[1].annotations == ["rondo.dev/prune": "disabled"])
        #expect(objects[1].dependsOn == [ObjectIdentity(kind: .environment, name: "dev")])
        #expect(objects[1].location.line == 12)
        #expect(objects[1].manifest["worker"]?["slots"] == .integer(1))
        #expect(objects[1].manifest["configuration"]?["resources"]?["memory"] == .string("512Mi"))
        guard case .alertRule(let rule) = objects[2].spec, case .cachePolicy(let policy) = objects[3].spec else {
            Issue.record("other specs")
            return
        }
        #expect(rule.threshold == 5 && rule.window == .minutes(1) && rule.noData == .ok && rule.keepFiringFor == nil)
        #expect(policy.maxSize == ByteSize(bytes: 1 << 30) && policy.tier == 0 && policy.path == "team/results")
    }

    @Test func mocksAreRead() throws {
        let loaded = TreeFixture.load(
            """
            apiVersion: rondo.dev/v1
            kind: Environment
            metadata: { name: dev, namespace: team }
            spec:
              type: dev
              services:
                shop:
                  mock:
                    routes:
                      - path: /orders/{id}
                        method: POST
                        status: 201
                        delay: 5ms
                        headers: { X-Count: 1 }
                        json: { id: "${{ literal" }
                        sequence: [{ status: 503, body: busy }, {}]
            """)
        #expect(loaded.set.diagnostics.map(\.description) == [])
        let object = try #require(loaded.set.objects.first)
        #expect(object.identity.description == "Environment/team/dev")
        let route = MockRoute(
            method: "POST", path: "/orders/{id}",
            response: MockResponse(
                status: 201, headers: ["X-Count": "1"], json: .object(["id": .string("${{ literal")]),
                delay: .milliseconds(5)),
            sequence: [MockResponse(status: 503, body: "busy"), MockResponse()])
        #expect(
            object.spec
                == .environment(
                    EnvironmentSpec(type: .dev, services: ["shop": .mock(MockSpec(routes: [route]))])))
    }

    @Test func oneBadManifestSparesTheOthers() {
        let loaded = TreeFixture.load([
            "a.yaml": TreeFixture.environment,
            "b.yaml": "apiVersion: rondo.dev/v1\nkind: TestSuite\nmetadata: { name: x }\n",
            "c.yaml": "a: [\n",
            "d.yaml": TreeFixture.suite("    - { name: t, command: { run: [\"true\"] } }"),
        ])
        #expect(loaded.set.objects.map(\.identity.description) == ["Environment/dev", "TestSuite/smoke"])
        #expect(loaded.set.diagnostics.count == 2)
        #expect(loaded.set.diagnostics[0].object == ObjectIdentity(kind: .testSuite, name: "x"))
        #expect(loaded.set.diagnostics[1].object == nil)
        #expect(loaded.set.broken.map(\.object.description) == ["TestSuite/x"])
        #expect(loaded.set.unreadable == ["c.yaml"])
        #expect(loaded.taken == ["a.yaml", "b.yaml", "c.yaml", "d.yaml"])
        #expect(loaded.set.suites.count == 1)
    }

    @Test func anObjectWithoutNameHasNoIdentity() {
        let loaded = TreeFixture.load("apiVersion: rondo.dev/v1\nkind: Environment\nspec: { type: dev }\n")
        #expect(loaded.set.objects.isEmpty)
        #expect(loaded.set.unreadable == ["m.yaml"])
        #expect(TreeFixture.load(TreeFixture.environment).set.unreadable.isEmpty)
    }

    @Test func foreignFilesArePassedOver() {
        let loaded = TreeFixture.load([
            "README.md": "# words", "deployment.yaml": "apiVersion: apps/v1\nkind: Deployment\nspec: { a: 1, a: 2 }\n",
            "compose.yml": "x: &x { a: 1 }\nservices: { shop: { <<: *x } }\n", "list.yaml": "- a\n",
            "empty.yaml": "# nothing\n", "custom.yaml": "Resources: !Sub x\n",
            "other.yaml": "kind: Pod\n", "far.yaml": "apiVersion: jenkins.io/v1\nkind: Environment\n",
            "env.yaml": TreeFixture.environment,
        ])
        #expect(loaded.set.diagnostics.isEmpty)
        #expect(loaded.taken == ["env.yaml"])
        let why = Dictionary(uniqueKeysWithValues: loaded.passedOver.map { ($0.path, $0.why) })
        #expect(
            why == [
                "README.md": "not a YAML file", "deployment.yaml": "`apiVersion: apps/v1`",
                "compose.yml": "no `apiVersion: rondo.dev/v1`", "list.yaml": "not a mapping", "empty.yaml": "empty",
                "custom.yaml": "no `apiVersion: rondo.dev/v1`",
                "other.yaml": "no `apiVersion: rondo.dev/v1`", "far.yaml": "`apiVersion: jenkins.io/v1`",
            ])
    }

    @Test func manifestsAmongForeignDocumentsAreTaken() {
        let loaded = TreeFixture.load("kind: Pod\n---\n" + TreeFixture.environment)
        #expect(loaded.taken == ["m.yaml"])
        #expect(loaded.set.objects.count == 1)
    }

    @Test func theSameIdentityTwiceIsAnErrorOfTheLater() throws {
        let loaded = TreeFixture.load(["b.yaml": TreeFixture.environment, "a.yaml": TreeFixture.environment])
        #expect(loaded.set.objects.isEmpty)
        #expect(loaded.set.broken.map(\.object.description) == ["Environment/dev"])
        let diagnostic = try #require(loaded.set.diagnostics.first)
        #expect(
            diagnostic.description
                == "b.yaml:3:19: Environment/dev is already declared at a.yaml:3:19: rename or remove one of them")
        let other = TreeFixture.environment.replacingOccurrences(of: "name: dev", with: "name: dev, namespace: two")
        #expect(TreeFixture.load(["a.yaml": TreeFixture.environment, "b.yaml": other]).set.objects.count == 2)
    }

    @Test func namesAreLookedUpInTheirNamespace() {
        let suite = TreeFixture.suite("    - { name: t, command: { run: [\"true\"] } }")
        let foreign = suite.replacingOccurrences(of: "name: smoke", with: "name: smoke, namespace: two")
        let loaded = TreeFixture.load(["a.yaml": TreeFixture.environment, "b.yaml": foreign])
        #expect(loaded.set.diagnostics.map(\.message) == ["there is no Environment `dev` in two: none is declared"])
        #expect(loaded.set.suites.isEmpty)
    }

    @Test func aSuiteOfABrokenEnvironmentStaysAnObject() throws {
        let broken = TreeFixture.environment.replacingOccurrences(of: "type: dev", with: "type: nothing")
        let suite = TreeFixture.suite(
            "    - { name: t, rest: { service: shop, headers: { X: \"${{ vars.region }}\" } } }")
        let loaded = TreeFixture.load(["a.yaml": broken, "b.yaml": suite])
        #expect(loaded.set.objects.map(\.identity.description) == ["TestSuite/smoke"])
        #expect(loaded.set.suites.isEmpty)
        #expect(
            loaded.set.diagnostics.map(\.message) == [
                "`type` can't be `nothing`: it must be one of `dev`, `staging`, `prod`",
                "Environment/dev has errors, so the suite is not resolved in it",
            ])
        #expect(loaded.set.diagnostics.map(\.severity) == [.error, .warning])
    }

    @Test func defaultsAreSharedFieldByField() throws {
        let loaded = TreeFixture.load([
            "a.yaml": TreeFixture.environment,
            "b.yaml": """
            apiVersion: rondo.dev/v1
            kind: TestSuite
            metadata: { name: smoke }
            spec:
              environments: [dev]
              defaults:
                timeout: 5s
                labels: { team: shop, tier: one }
                retry: { failed: 3 }
                rest: { service: shop, path: "/${{ vars.region }}" }
                env: { A: x }
              tests:
                - { name: first }
                - { name: second, timeout: 9s, labels: { own: x }, env: ~, command: { run: ["${{ env.A }}"] } }
            """,
        ])
        #expect(
            loaded.set.diagnostics.map(\.description) == ["b.yaml:14:82: unknown env entry `env.A`: there are none"])
        let fixed = TreeFixture.load([
            "a.yaml": TreeFixture.environment,
            "b.yaml": """
            apiVersion: rondo.dev/v1
            kind: TestSuite
            metadata: { name: smoke }
            spec:
              environments: [dev]
              defaults: { timeout: 5s, labels: { team: shop }, retry: { failed: 3 }, rest: { service: shop, path: "/${{ vars.region }}" } }
              tests:
                - { name: first }
                - { name: second, timeout: 9s, labels: { own: x }, command: { run: ["true"] } }
            """,
        ])
        #expect(fixed.set.diagnostics.map(\.description) == [])
        let tests = try #require(fixed.set.suites.first).tests
        #expect(tests.map(\.settings.timeout) == [.seconds(5), .seconds(9)])
        #expect(tests.map(\.settings.labels) == [["team": "shop"], ["own": "x"]])
        #expect(tests.map(\.settings.retry.failed) == [3, 3])
        #expect(tests[0].body == .rest(RestRequest(service: "shop", path: "/eu-west-1")))
        #expect(tests[1].body == .command(CommandSpec(run: ["true"])))
        #expect(fixed.set.suites.first?.variables == ["region": "eu-west-1"])
    }

    @Test func eachEnvironmentGetsItsOwnSuite() throws {
        let second = TreeFixture.environment.replacingOccurrences(of: "name: dev", with: "name: two")
            .replacingOccurrences(of: "eu-west-1", with: "${{ not a reference")
            .replacingOccurrences(of: "region: ${{ not a reference", with: "region: us$")
        let suite = TreeFixture.suite(
            """
                - { name: t, rest: { url: "http://h/${{ vars.region }}${{ captures.x }}" }, dependsOn: [u] }
                - { name: u, rest: { url: "${{ services.bank.url }}/$${{ x }}" }, capture: { x: status } }
            """
        ).replacingOccurrences(of: "[dev]", with: "[dev, two]")
        let loaded = TreeFixture.load(["a.yaml": TreeFixture.environment, "b.yaml": second, "c.yaml": suite])
        #expect(loaded.set.diagnostics.map(\.description) == [])
        #expect(loaded.set.suites.map(\.key.description) == ["TestSuite/smoke in dev", "TestSuite/smoke in two"])
        let urls = loaded.set.suites.map { suite in
            suite.tests.map { test in
                if case .rest(let request) = test.body { request.url ?? "" } else { "" }
            }
        }
        #expect(urls[0] == ["http://h/eu-west-1${{ captures.x }}", "${{ services.bank.url }}/$${{ x }}"])
        #expect(urls[1][0] == "http://h/us${{ '$' }}${{ captures.x }}")
        #expect(loaded.set.suites[0].services == ["bank": .url("https://bank.test")])
    }

    @Test func secretsStayOutOfProcessArguments() {
        let suite = TreeFixture.suite(
            """
                - name: t
                  env: { PIN: "x${{ secrets.pin }}", A: b }
                  command: { run: [echo, "${{ env.A }}", "${{ env.PIN }}", "${{ secrets.pin }}"] }
            """)
        let loaded = TreeFixture.load(["a.yaml": TreeFixture.environment, "b.yaml": suite])
        #expect(loaded.set.diagnostics.map(\.location.column) == [47, 65])
        #expect(loaded.set.diagnostics.allSatisfy { $0.message.hasPrefix("a secret can't stand in `run`") })
    }

    @Test func capturesReachThroughAllDependencies() {
        let suite = TreeFixture.suite(
            """
                - { name: a, command: { run: [x] }, capture: { one: stdout } }
                - { name: b, command: { run: [x] }, dependsOn: [a] }
                - { name: c, command: { run: [x] }, capture: { two: stdout } }
                - { name: d, command: { run: ["${{ captures.one }}${{ captures.two }}"] }, dependsOn: [c, b] }
                - { name: e, command: { run: ["${{ captures.one }}${{ captures.two }}"] }, dependsOn: [b, c] }
            """)
        let loaded = TreeFixture.load(["a.yaml": TreeFixture.environment, "b.yaml": suite])
        #expect(loaded.set.diagnostics.map(\.description) == [])
    }

    @Test func variablesAreResolvedInEveryPartOfATest() throws {
        let suite = TreeFixture.suite(
            """
                - name: t
                  env: { A: "${{ vars.region }}" }
                  command: { run: [echo, "${{ vars.retries }}"], stdin: "${{ env.A }} ${{ secrets.pin }}" }
                  assert: ["stdout == ${{ vars.version }}"]
                - { name: u, command: { run: ["true"] } }
            """)
        let loaded = TreeFixture.load(["a.yaml": TreeFixture.environment, "b.yaml": suite])
        #expect(loaded.set.diagnostics.map(\.description) == [])
        let resolved = try #require(loaded.set.suites.first)
        #expect(resolved.tests[0].settings.env == ["A": "eu-west-1"])
        #expect(
            resolved.tests[0].body
                == .command(CommandSpec(run: ["echo", "3"], stdin: "${{ env.A }} ${{ secrets.pin }}")))
        #expect(resolved.tests[0].settings.assert.first?.predicate == .equal(.string("1.10")))
        #expect(resolved.variables == ["region": "eu-west-1", "retries": "3", "version": "1.10"])
        #expect(resolved.secrets == ["pin": .environmentVariable("SHOP_PIN")])
    }

    @Test func aLongChainOfDependenciesIsNoCycle() {
        let tests = (0..<2_000).map { index in
            "    - { name: t\(index), command: { run: [x] }\(index > 0 ? ", dependsOn: [t\(index - 1)]" : "") }"
        }
        let loaded = TreeFixture.load([
            "a.yaml": TreeFixture.environment, "b.yaml": TreeFixture.suite(tests.joined(separator: "\n")),
        ])
        #expect(loaded.set.diagnostics.isEmpty)
        #expect(loaded.set.suites.first?.tests.count == 2_000)
    }

    @Test func whatWasParsedIsNotParsedAgain() throws {
        let loader = ManifestLoader()
        let suite = TreeFixture.suite("    - { name: t, rest: { url: \"http://h/${{ vars.region }}\" } }")
        let first = TreeFixture.tree(["a.yaml": TreeFixture.environment, "b.yaml": suite])
        let loaded = loader.load(first, source: "default")
        // The same ids with other contents: only what is kept can tell the truth.
        let files = first.files.map { SourceFile(path: $0.path, blob: $0.blob, contents: Data("a: [".utf8)) }
        let again = loader.load(SourceTree(revision: first.revision, files: files), source: "default")
        #expect(again.set == loaded.set)
        let moved = first.files.map { SourceFile(path: "x/\($0.path)", blob: $0.blob, contents: $0.contents) }
        let elsewhere = loader.load(SourceTree(revision: first.revision, files: moved), source: "default")
        #expect(elsewhere.set.objects.map(\.location.file) == ["x/a.yaml", "x/b.yaml"])
        let changed = TreeFixture.environment.replacingOccurrences(of: "eu-west-1", with: "us")
        let next = loader.load(TreeFixture.tree(["a.yaml": changed, "b.yaml": suite]), source: "default")
        #expect(next.set.suites.first?.variables == ["region": "us"])
        #expect(next.set.suites.first?.tests.first?.body == .rest(RestRequest(url: "http://h/us")))
    }

    @Test func noticesOfTheTreeComeFirst() {
        let notice = Diagnostic(
            severity: .warning, message: "is a link", location: SourceLocation(file: "l", line: 1, column: 1))
        let tree = SourceTree(revision: TreeFixture.revision, files: [], notices: [notice])
        let loaded = ManifestLoader().load(tree, source: "shop")
        #expect(loaded.set.diagnostics == [notice])
        #expect(loaded.set.source == "shop" && loaded.set.revision == TreeFixture.revision)
        #expect(loaded.set.fileCount == 0 && loaded.taken.isEmpty)
    }

    @Test func theManifestReadsBackToTheSameObject() throws {
        let suite = TreeFixture.suite(
            """
                - name: t
                  rest: { service: shop }
                  expect: { status: [200, 2xx], duration: "< 1s" }
                  assert: ['json $["a b"] == "x"', status != 500]
                  capture: { a: json $.a, b: { from: body, redact: true } }
            """)
        let first = TreeFixture.load(["a.yaml": TreeFixture.environment, "b.yaml": suite])
        let objects = first.set.objects
        let texts = objects.map { object in
            let document = JSONValue.object([
                "apiVersion": .string("rondo.dev/v1"), "kind": .string(object.identity.kind.rawValue),
                "metadata": .object(["name": .string(object.identity.name)]), "spec": object.manifest,
            ])
            return document.description
        }
        let second = TreeFixture.load(["a.yaml": texts[0], "b.yaml": texts[1]])
        #expect(second.set.diagnostics.map(\.description) == [])
        #expect(second.set.objects.map(\.spec) == objects.map(\.spec))
        #expect(second.set.objects.map(\.manifest) == objects.map(\.manifest))
    }
}
