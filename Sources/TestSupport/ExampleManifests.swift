/// Small manifests that end-to-end tests start from.
package enum ExampleManifests {
    /// An environment `dev` with one mocked service `shop`.
    package static let environment = """
        apiVersion: rondo.dev/v1
        kind: Environment
        metadata: { name: dev }
        spec:
          type: dev
          services:
            shop:
              mock:
                routes:
                  - { path: /health, json: { status: ok } }

        """

    /// A pool of local workers for `dev`.
    package static func pool(_ name: String = "pool", replicas: Int = 2) -> String {
        """
        apiVersion: rondo.dev/v1
        kind: CloudResource
        metadata: { name: \(name) }
        spec: { environment: dev, provider: local, type: process, replicas: \(replicas) }

        """
    }

    /// A suite of one request and one command.
    package static func suite(_ name: String = "smoke", command: String = "exit 0", extra: String = "") -> String {
        """
        apiVersion: rondo.dev/v1
        kind: TestSuite
        metadata: { name: \(name) }
        spec:
          environments: [dev]
          tests:
            - name: health
              rest: { service: shop, path: /health }
              expect: { status: 200, json: { status: ok } }
            - name: shell
              command: { run: [sh, -c, '\(command)'] }
        \(extra)
        """
    }
}
