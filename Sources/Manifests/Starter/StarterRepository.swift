/// A small working repository to begin with: one mocked service, one worker, a suite that passes.
package enum StarterRepository {
    /// Where the schema stands that editors are pointed at.
    package static let schemaPath = ".rondo/schema.json"

    /// The first line of a manifest by which editors find the schema, from a folder that is one level down.
    package static let modeline = "# yaml-language-server: $schema=../\(schemaPath)"

    /// What holds for the whole repository.
    package static let configurationPath = RepositoryFile.name
    /// The schema of that file.
    package static let configurationSchemaPath = ".rondo/rondo-yaml.schema.json"

    /// - Parameters:
    ///   - schema: The text of the manifests' schema for editors.
    ///   - configurationSchema: That of `rondo.yaml`.
    package static func files(schema: String, configurationSchema: String) -> [StarterFile] {
        let manifests = [
            manifest("environments/dev.yaml", environment, "an environment with one mocked service"),
            manifest("pools/local.yaml", pool, "a local worker: a process that stands in for a VM"),
            manifest("suites/smoke.yaml", suite, "three tests"),
            manifest("alerts/failing-runs.yaml", alert, "an alert rule on runs that fail"),
            manifest("caches/results.yaml", cache, "reuse of results while nothing changes"),
        ]
        return files(manifests, schema: schema, configurationSchema: configurationSchema)
    }

    /// A repository of other manifests: an environment `dev` and a suite, with a local worker.
    package static func files(
        environment: String, environmentPurpose: String, suite: String, named name: String, suitePurpose: String,
        schema: String, configurationSchema: String
    ) -> [StarterFile] {
        let manifests = [
            manifest("environments/dev.yaml", environment, environmentPurpose),
            manifest("pools/local.yaml", pool, "a local worker: a process that stands in for a VM"),
            manifest("suites/\(name).yaml", suite, suitePurpose),
        ]
        return files(manifests, schema: schema, configurationSchema: configurationSchema)
    }

    private static func files(
        _ manifests: [StarterFile], schema: String, configurationSchema: String
    ) -> [StarterFile] {
        [
            StarterFile(
                path: configurationPath,
                text: "# yaml-language-server: $schema=\(configurationSchemaPath)\n\(configuration)\n",
                purpose: "what holds for the whole repository")
        ] + manifests + [
            StarterFile(path: schemaPath, text: schema, purpose: "completion and errors in editors"),
            StarterFile(
                path: configurationSchemaPath, text: configurationSchema, purpose: "the same for \(configurationPath)"),
        ]
    }

    private static func manifest(_ path: String, _ text: String, _ purpose: String) -> StarterFile {
        StarterFile(path: path, text: "\(modeline)\n\(text)\n", purpose: purpose)
    }

    private static let configuration = """
        # What holds for the whole repository. All of it is optional; `rondo explain rondo.yaml` tells what else there is.

        # What tests get that say nothing themselves.
        defaults:
          timeout: 30s
          retry: { errored: 2, backoff: 1s }

        # Files that are no manifests, as in .gitignore. Folders may hold a .rondoignore as well.
        ignore:
          - "charts/**"
        """

    private static let environment = """
        # Where tests run. `shop` is mocked by the controller on loopback: give it a `url` once there is a real one.
        apiVersion: \(FieldTable.apiVersion)
        kind: Environment
        metadata:
          name: dev
        spec:
          type: dev
          variables:
            sku: A1
          services:
            shop:
              mock:
                routes:
                  - path: /health
                    json: { status: ok }
                  - method: POST
                    path: /orders
                    status: 201
                    json: { id: o-1, state: placed }
                  - path: /orders/{id}
                    json: { id: o-1, state: confirmed }
        """

    private static let pool = """
        # A worker on this machine. Add `replicas`, or another provider, when tests need more.
        apiVersion: \(FieldTable.apiVersion)
        kind: CloudResource
        metadata:
          name: local
        spec:
          environment: dev
          provider: local
          type: process
          replicas: 1
          worker:
            capabilities: [shell]
            slots: 2
        """

    private static let suite = """
        # What must hold. A commit that changes one of these tests runs the suite again; any other commit does not.
        apiVersion: \(FieldTable.apiVersion)
        kind: TestSuite
        metadata:
          name: smoke
        spec:
          environments: [dev]
          services: [shop]
          tests:
            - name: the shop is healthy
              rest: { service: shop, path: /health }
              expect: { status: 200, json: { status: ok } }

            - name: an order can be placed
              rest:
                method: POST
                service: shop
                path: /orders
                json: { sku: "${{ vars.sku }}", quantity: 1 }
              expect: { status: 201 }
              capture:
                order: json $.id

            - name: the order is confirmed
              dependsOn: [an order can be placed]
              rest:
                service: shop
                path: /orders/${{ captures.order }}
              expect: { status: 2xx }
              assert:
                - json $.state == confirmed
                - duration < 2s
        """

    private static let alert = """
        # Fires when a run has a test that did not pass.
        apiVersion: \(FieldTable.apiVersion)
        kind: AlertRule
        metadata:
          name: failing-runs
        spec:
          metric: run.pass_rate
          tags: { suite: smoke }
          environment: dev
          aggregate: min
          window: 5m
          condition: lt
          threshold: 1
          noData: keep
        """

    private static let cache = """
        # Keeps passed results of tests that say what they depend on (`cache`), on the controller's disk.
        apiVersion: \(FieldTable.apiVersion)
        kind: CachePolicy
        metadata:
          name: results
        spec:
          type: file
          scope: results
          ttl: 7d
          maxSize: 64Mi
          evictionPolicy: lru
        """
}
