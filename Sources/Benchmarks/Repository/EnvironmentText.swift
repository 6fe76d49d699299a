/// Writes an environment: variables, secrets, a service with an address and mocked ones.
struct EnvironmentText {
    static let services = ["catalog", "orders", "payments"]
    static let variables = ["currency", "region", "sku", "tenant"]

    let team: Int
    let name: String

    var text: String {
        """
        # Where the tests of team-\(team) run.
        \(ManifestWriter(team: team, index: 0).head("Environment", name))
        spec:
          type: \(name == "staging" ? "staging" : "dev")
          maxConcurrentTasks: 20
          resources: { cpu: "16", memory: 32Gi }
          variables:
            currency: EUR
            region: eu-west-\(team % 3)
            sku: A\(team)
            tenant: tenant-\(team)-\(name)
          secrets:
            token: env:SHOP_TOKEN
          services:
            catalog:
              mock:
                routes:
                  - path: /health
                    json: { status: ok }
                  - path: /products
                    json:
                      items:
                        - { sku: A1, name: Teapot, price: 2450 }
                        - { sku: B2, name: Kettle, price: 3900 }
                  - path: /products/{sku}
                    headers: { Cache-Control: max-age=60 }
                    json: { sku: A1, name: Teapot, price: 2450, currency: EUR }
                  - path: /stock
                    sequence:
                      - { status: 503, body: warming up }
                      - { status: 200, json: { A1: 7, B2: 0 } }
            orders:
              mock:
                routes:
                  - path: /health
                    json: { status: ok }
                  - method: POST
                    path: /orders
                    status: 201
                    headers: { Location: /orders/o-1001 }
                    json: { id: o-1001, state: placed, total: 2450 }
                  - path: /orders/{id}
                    delay: 20ms
                    json: { id: o-1001, state: confirmed, total: 2450 }
            payments:
              url: https://payments.\(name).team-\(team).example.com

        """
    }
}
