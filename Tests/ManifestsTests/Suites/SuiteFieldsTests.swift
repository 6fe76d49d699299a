import Foundation
import Model
import TestLanguage
import Testing

@testable import Manifests

/// Every field that a suite and its tests may have.
struct SuiteFieldsTests {
    static let everything = """
        apiVersion: rondo.dev/v1
        kind: TestSuite
        metadata: { name: everything }
        spec:
          environments: [dev]
          providers: [local, aws]
          services: [shop]
          on: [commit, manual, environmentReady, serviceVersion, webhook, pullRequest, suiteFinished: smoke]
          params:
            mode: { type: string, default: full, enum: [full, quick] }
            count: { type: integer, default: 3 }
            ratio: { type: number, default: 0.5 }
            deep: { type: boolean, default: true }
            pin: { secret: true, default: pin }
          fragments:
            login:
              params: { user: string, tries: { type: integer, default: 1 } }
              steps:
                - request: { method: POST, service: shop, path: /session, json: { user: "${{ params.user }}", pin: "${{ params.pin }}" } }
                  expect: { status: 201 }
                  capture: { token: { from: json $.token, redact: true } }
          setup:
            - command: { run: [prepare] }
          teardown:
            - command: { run: [clean] }
          concurrency: { group: shop-db, max: 1, onFull: queue }
          order: history
          select: { budget: 50%, always: { smoke: "true" } }
          failFast: { failures: 3 }
          timeout: 10m
          deadline: 5m
          retention: { runs: 100, days: 30 }
          defaults: { timeout: 20s, retry: { failed: 1 } }
          tests:
            - name: request
              labels: { area: shop }
              owner: ana
              priority: 90
              needs: { gpu: "", java: ">=17" }
              resources: { cpu: 500m, memory: 512Mi, disk: 1Gi }
              affinity: shop
              queueTimeout: 5m
              onWorkerLost: error
              shards: { count: auto, by: count }
              when: ${{ params.mode }} == full
              quarantine: { until: 2026-12-31, issue: https://issues.test/1 }
              cache: { inputs: ["*.yaml"], ttl: 7d }
              env: { A: b }
              secrets: [pin]
              artifacts: { paths: ["screens/**"], on: failure }
              isolation: container
              files: ["data/**"]
              rest:
                method: PUT
                service: shop
                path: /orders
                query: { page: 1 }
                headers: { Accept: application/json }
                auth: { basic: { user: ana, password: "${{ secrets.pin }}" } }
                cookies: { session: x }
                form: { a: b }
                followRedirects: true
                maxRedirects: 5
                tls: { ca: ca.pem, insecure: false, serverName: shop.test, min: 1.2 }
                http: 2
                proxy: http://proxy.test:3128
                timeout: 5s
                compressed: true
                poll: { every: 1s, for: 30s }
              expect: { status: [200, 3xx], headers: { A: b }, json: {}, duration: < 300ms, schema: order.json }
              assert: [status == 200]
              capture: { id: json $.id, token: { from: header X, redact: true } }
            - name: bodies
              rest:
                url: http://shop.test/
                multipart: { note: text, picture: { file: a.png, type: image/png, filename: b.png } }
            - name: query
              dependsOn: [request, { test: bodies, when: finished }]
              graphql:
                service: shop
                query: "query Total($c: Currency!) { cart(id: 7) { total(currency: $c) } }"
                variables: { c: EUR }
                operationName: Total
              expectedOutcomes: { shop: { status: 200 } }
            - name: order
              matrix: { currency: [EUR, JPY], size: [1, 20] }
              integration:
                steps:
                  - use: login
                    with: { user: ana }
                  - name: make
                    request: { method: POST, service: shop, path: /orders, headers: { Token: "${{ captures.token }}" } }
                    capture: { order: json $.id }
                    timeout: 5s
                  - parallel:
                      - request: { service: shop, path: "/orders/${{ steps.make.captures.order }}" }
                        assert: ["json $.currency == ${{ matrix.currency }}"]
                      - command: { run: [check] }
                  - forEach: { in: [1, 2], as: line, steps: [{ request: { service: shop, path: "/lines/${{ captures.line }}" } }] }
                  - forEach: { file: rows.csv, steps: [{ command: { run: [echo, "${{ captures.item }}"] } }] }
                  - if: ${{ captures.order }} not isEmpty
                    then: [{ command: { run: ["true"] } }]
                    else: [{ command: { run: ["false"] } }]
                finally:
                  - request: { method: DELETE, service: shop, path: "/orders/${{ captures.order }}" }
            - name: load
              performance:
                target: { service: shop, path: /health }
                load: { model: open, phases: [{ for: 1m, rate: 50/s, rampTo: 800/s }, { for: 5m, rate: 800/s }] }
                warmup: 30s
                generators: { count: 2, spread: zones }
                thresholds: [p(99) duration < 250ms, { expr: rate failed < 0.5%, abortOnFail: true, after: 30s }]
                compare: { baseline: lastPassed, p(95): +10% }
            - name: users
              performance:
                mix: [{ weight: 3, use: login, with: { user: bo } }]
                load: { model: closed, users: { from: 1, to: 50, for: 2m }, iterations: 1000 }
            - name: profile
              performance:
                scenario: [{ request: { service: shop, path: /health } }]
                load: { profile: soak }
            - name: locked
              security:
                service: shop
                checks: [tls-min-version: 1.2, tls-cert-expiry: 14d, hsts, cookies-flags, auth-required: [/admin]]
                sarif: ["*.sarif"]
                severityThreshold: high
            - name: tool
              command:
                run: [pytest, "${{ shard.index }}", "${{ attempt }}"]
                shell: false
                workingDir: tests
                stdin: text
                exitCodes: { passed: [0], skipped: [77] }
                reports: { junit: [out.xml], tap: [a.tap], sarif: [b.sarif], coverage: { format: lcov, paths: [c.info] } }
              assert: [junit out.xml json $.failed == 0]
            - name: image
              container: { image: "docker.io/library/python:3.13", run: [python, -V] }

        """

    @Test func everyFieldIsTaken() throws {
        let loaded = TreeFixture.load([
            "a.yaml": TreeFixture.environment, "b.yaml": Self.everything,
            "c.yaml": TreeFixture.suite("    - { name: a, command: { run: [\"true\"] } }"),
        ])
        #expect(loaded.set.diagnostics.filter { $0.severity == .error }.map(\.description) == [])
        let suite = try #require(loaded.set.suites.first { $0.key.suite.name == "everything" })
        #expect(
            suite.tests.map(\.name) == [
                "setup", "request", "bodies", "query", "order [currency=EUR, size=1]", "order [currency=EUR, size=20]",
                "order [currency=JPY, size=1]", "order [currency=JPY, size=20]", "load", "users", "profile", "locked",
                "tool", "image",
            ])
        #expect(suite.failFast == 3)
        #expect(suite.tests[3].settings.expect.status == StatusExpectation([.exactly(200)]))
        #expect(
            suite.tests[3].settings.dependsOn == [
                "setup", "request", TestDependency("bodies", when: .finished),
            ])
        #expect(suite.secrets == ["pin": .environmentVariable("SHOP_PIN")])
    }

    /// What nothing acts on is said once for each thing, where it stands.
    @Test func whatNothingActsOnIsTold() {
        let loaded = TreeFixture.load([
            "a.yaml": TreeFixture.environment, "b.yaml": Self.everything,
            "c.yaml": TreeFixture.suite("    - { name: a, command: { run: [\"true\"] } }"),
        ])
        let warnings = loaded.set.diagnostics.map(\.message)
        let declaredOnly = warnings.compactMap { message in
            message.hasSuffix("is checked, but this version does not act on it yet")
                ? String(message.prefix { $0 != " " }) : nil
        }
        #expect(
            Set(declaredOnly).isSuperset(of: [
                "`providers`", "`concurrency`", "`order`", "`select`", "`deadline`", "`retention`",
                "`suiteFinished`", "`affinity`", "`shards`", "`quarantine`", "`disk`",
            ]))
        let missing = warnings.compactMap { message in
            message.range(of: "unschedulable: missing ").map { String(message[$0.upperBound...].dropLast()) }
        }
        #expect(Set(missing) == Set(TestAbility.allCases.filter { !TestAbility.runnable.contains($0) }.map(\.rawValue)))
        #expect(missing.count == Set(missing).count)
    }

    @Test func whatATestTakesToRunIsKnown() throws {
        let loaded = TreeFixture.load([
            "a.yaml": TreeFixture.environment, "b.yaml": Self.everything,
            "c.yaml": TreeFixture.suite("    - { name: a, command: { run: [\"true\"] } }"),
        ])
        let suite = try #require(loaded.set.suites.first { $0.key.suite.name == "everything" })
        #expect(suite.shares["order [currency=EUR, size=1]"]?.abilities == nil)
        #expect(suite.shares["load"]?.abilities == [.performance])
        #expect(suite.shares["image"]?.abilities == [.container])
        #expect(suite.shares["setup"]?.abilities == nil)
        #expect(suite.shares["request"]?.abilities == [.isolation])
        let plain = TreeFixture.load([
            "a.yaml": TreeFixture.environment,
            "b.yaml": TreeFixture.suite("    - { name: a, rest: { service: shop, path: /health } }"),
        ])
        #expect(plain.set.suites.first?.shares["a"]?.abilities == nil)
        #expect(plain.set.diagnostics.isEmpty)
    }

    @Test func aSuiteReadsBackFromItsCanonicalForm() throws {
        let loaded = TreeFixture.load([
            "a.yaml": TreeFixture.environment, "b.yaml": Self.everything,
            "c.yaml": TreeFixture.suite("    - { name: a, command: { run: [\"true\"] } }"),
        ])
        let object = try #require(loaded.set.objects.first { $0.identity.name == "everything" })
        let suite = try #require(loaded.set.suites.first { $0.key.suite.name == "everything" })
        let tree = try CanonicalEncoding.tree(object)
        #expect(try TreeDecoder.decode(DeclaredObject.self, from: tree) == object)
        #expect(try TreeDecoder.decode(ResolvedSuite.self, from: CanonicalEncoding.tree(suite)) == suite)
    }

    @Test(arguments: [
        ("rest: { service: shop, poll: { every: 1m, for: 1s } }", "`for` is shorter than `every`"),
        ("rest: { service: shop, json: {}, form: {} }", "`json`, `form` can't stand together"),
        ("rest: { service: shop, auth: { bearer: a, basic: { user: a, password: b } } }", "can't stand together"),
        ("rest: { service: shop, auth: { bearer: a }, headers: { authorization: b } }", "`auth` says who asks"),
        (
            "graphql: { service: shop, query: \"{ a }\", cookies: { a: b }, headers: { Cookie: b } }",
            "can't stand together"
        ),
        (
            "integration: { steps: [{ request: { service: shop, auth: { bearer: a }, headers: { Authorization: b } } }] }",
            "`auth` says who asks"
        ),
        ("rest: { service: shop, http: 3 }", "must be one of `1.1`, `2`, `auto`"),
        ("rest: { service: shop, maxRedirects: -1 }", "a whole number from 0 to 100"),
        ("rest: { service: shop, file: \"*.json\" }", "it must name one file, without wildcards"),
        ("rest: { service: shop, file: ../../x }", "its `..` leaves the repository"),
        ("command: { run: [x] }, artifacts: { paths: [../out] }", "its `..` leaves the working directory"),
        ("command: { run: [x] }, artifacts: { paths: [/tmp/x] }", "is looked for below its working directory"),
        ("command: { run: [x], reports: { junit: [../x.xml] } }", "its `..` leaves the working directory"),
        ("command: { run: [x], reports: { coverage: { format: lcov, paths: [/x] } } }", "below its working directory"),
        ("container: { image: a, run: [x], reports: { tap: [\"[a\"] } }", "is no pattern of files"),
        (
            "integration: { steps: [{ command: { run: [x], reports: { sarif: [/s] } } }] }",
            "below its working directory"
        ),
        ("security: { service: shop, checks: [hsts], sarif: [../s] }", "its `..` leaves the working directory"),
        ("performance: { target: { service: shop }, load: {} }", "`load` says nothing of how much"),
        ("performance: { target: { service: shop }, load: { users: 5 } }", "write `model: closed` beside it"),
        (
            "performance: { target: { service: shop }, load: { model: closed, phases: [{ for: 1s, rate: 1/s }] } }",
            "leave out `model: closed`"
        ),
        (
            "performance: { target: { service: shop }, load: { phases: [{ for: 1s, rate: 50 }] } }",
            "must be a rate with its unit"
        ),
        (
            "performance: { target: { service: shop }, load: { profile: soak }, thresholds: [p(99) duration < 250] }",
            "must be a bound with its unit"
        ),
        (
            "performance: { target: { service: shop }, load: { profile: soak }, thresholds: [p(100) duration < 2s] }",
            "must be a bound with its unit"
        ),
        ("security: { service: shop, checks: [hst] }", "did you mean `hsts`?"),
        ("security: { service: shop, checks: [{ cookies-flags: 1 }] }", "unknown field `cookies-flags`"),
        ("security: { service: shop, checks: [] }", "`checks` must not be empty"),
        ("container: { run: [a] }", "`image` is missing"),
        ("integration: { steps: [] }", "`steps` must not be empty"),
        ("integration: { steps: [{ name: a }] }", "needs exactly one of `request`, `command`, `use`"),
        ("integration: { steps: [{ if: \"a == b\" }] }", "`if` needs `then` beside it"),
        ("integration: { steps: [{ with: {}, command: { run: [a] } }] }", "`with` needs `use` beside it"),
        ("integration: { steps: [{ forEach: { in: [1], file: a.csv, steps: [] } }] }", "can't stand together"),
        ("integration: { steps: [{ parallel: [{ command: { run: [a] } }], expect: {} }] }", "belongs to the steps"),
        ("integration: { steps: [{ command: { run: [a] }, assert: [status == 1] }] }", "makes no sense for `command`"),
        ("command: { run: [a] }, shards: { count: 0 }", "must be `auto` or a whole number from 1 to 1000"),
        ("command: { run: [a] }, shards: { count: [] }", "must be `auto`"),
        ("command: { run: [a] }, quarantine: { until: 2026-02-29 }", "must be a day"),
        ("command: { run: [a] }, when: \"a ~ b\"", "unknown comparison `~`"),
        ("command: { run: [a] }, when: \"${{ secrets.pin }} == x\"", "`when` is decided when a commit is read"),
        ("command: { run: [a] }, dependsOn: [{ test: a, when: failed }]", "`when` can't be `failed`"),
        ("command: { run: [a] }, matrix: { os: [a, a] }", "`a` stands twice in `matrix.os`"),
        ("command: { run: [a] }, secrets: [pni]", "unknown secret"),
        ("command: { run: [a] }, expectedOutcomes: { shp: { status: 200 } }", "names `shp`, which is neither"),
    ])
    func badPartsAreRefusedWhereTheyStand(test: String, error: String) throws {
        let text = TreeFixture.environment + "---\n" + TreeFixture.suite("    - { name: t, \(test) }")
        let errors = TreeFixture.load(text).set.diagnostics.filter { $0.severity == .error }
        let first = try #require(errors.first { $0.message.contains(error) }, "\(errors.map(\.message))")
        let line = text.split(separator: "\n", omittingEmptySubsequences: false).firstIndex { $0.contains("name: t,") }
        #expect(first.location.line == line.map { $0 + 1 })
        #expect(first.location.column > 4)
    }

    @Test(arguments: [
        ("on: [suiteFinished: nowhere]", "there is no TestSuite `nowhere`"),
        ("on: [comit]", "did you mean `commit`?"),
        ("failFast: { failures: 0 }", "a whole number from 1"),
        ("failFast: always", "must be one of `never`, `first`"),
        ("select: { budget: 0% }", "must be a share or a duration"),
        ("concurrency: { max: -2 }", "a whole number from 1 to 1000"),
        ("order: random", "it must be one of `declared`, `priority`, `history`, `longestFirst`"),
        ("retention: { runs: 1.5 }", "a whole number from 1"),
        ("environments: []", "`environments` must not be empty"),
        ("environments: { selector: [a] }", "`selector` must be a mapping"),
        ("params: { a: {} }", "`default` is missing"),
        ("params: { a: { type: integer, default: one } }", "`default` must be of type integer"),
        (
            "params: { a: { default: 1.10 } }",
            "must be of type string, but it is the number `1.10`: put it between quotes"
        ),
        ("params: { a: { default: x, enum: [y, z] } }", "must be one of `enum`: `y`, `z`"),
        (
            "params: { a: { secret: true, default: \"hunter 2\" } }",
            "the name of a secret of the environment, never a value"
        ),
        ("params: { a: { secret: true, default: pni } }", "unknown secret `secrets.pni`"),
        ("timeout: 1h1", "must be a duration"),
        ("timeout: -5m", "must be a duration"),
        ("timeout: 1000000000h", "must be a duration"),
        ("timeout: .inf", "needs a unit"),
    ])
    func badPartsOfASuiteAreRefused(part: String, error: String) throws {
        let field = String(part.prefix { $0 != ":" })
        let suite = TreeFixture.suite("    - { name: t, command: { run: [a] } }")
        let text =
            TreeFixture.environment + "---\n"
            + (field == "environments"
                ? suite.replacing("environments: [dev]", with: part)
                : suite.replacing("  tests:", with: "  \(part)\n  tests:"))
        let errors = TreeFixture.load(text).set.diagnostics.filter { $0.severity == .error }
        #expect(errors.contains { $0.message.contains(error) }, "\(errors.map(\.message))")
    }
}
