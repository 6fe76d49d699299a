/// A short suite for each sort of test, which its page shows and a test validates.
enum TestExample {
    /// What the sort is for, in a sentence or two.
    static func meaning(_ body: TestOutline.Body) -> String {
        switch body {
        case .rest: "It passes when everything that is expected of the answer holds."
        case .graphql:
            "The document goes in a POST; `graphql.errors` and `json $.data` are what it is asked for mostly."
        case .integration:
            "What a step captures, later ones use. Steps can be shared as fragments, repeated over data, run side by side or only where a condition holds; `finally` runs whatever happened."
        case .performance: "Load is planned ahead, so that a slow answer delays no later request and hides nothing."
        case .security: "Each check looks at one thing and names what it found, how severe it is and what to do."
        case .command: "It passes when its exit code is one that means so, and what is expected of its output holds."
        case .container: "It is a `command` that takes its tools along in an image."
        }
    }

    /// The whole manifest.
    static func suite(_ body: TestOutline.Body) -> String {
        let head = """
            apiVersion: rondo.dev/v1
            kind: TestSuite
            metadata: { name: \(body.rawValue)-example }
            spec:
              environments: [dev]

            """
        return head + tests(body) + "\n"
    }

    private static func tests(_ body: TestOutline.Body) -> String {
        switch body {
        case .rest:
            """
              tests:
                - name: an order can be placed
                  rest:
                    method: POST
                    service: shop
                    path: /orders
                    headers: { Idempotency-Key: "17" }
                    json: { sku: A1, quantity: 2 }
                  expect: { status: 201, json: { state: placed } }
                  assert:
                    - json $.id isString
                    - header Location startsWith /orders/
                    - duration < 500ms
                  capture: { order: json $.id }
            """
        case .graphql:
            """
              tests:
                - name: a cart has a total
                  graphql:
                    service: shop
                    path: /graphql
                    query: |
                      query Cart($id: ID!) { cart(id: $id) { total lines { sku } } }
                    variables: { id: "7" }
                  assert:
                    - graphql.errors not exists
                    - json $.data.cart.total > 0
                    - json $.data.cart.lines count >= 1
            """
        case .integration:
            """
              fragments:
                place:
                  params: { sku: string }
                  steps:
                    - request: { method: POST, service: shop, path: /orders, json: { sku: "${{ params.sku }}" } }
                      expect: { status: 201 }
                      capture: { order: json $.id }
              tests:
                - name: orders are placed and confirmed
                  integration:
                    steps:
                      - use: place
                        with: { sku: A1 }
                      - request:
                          service: shop
                          path: /orders/${{ captures.order }}
                          poll: { every: 500ms, for: 10s }
                        assert: [ json $.state == confirmed ]
                      - forEach:
                          in: [ A2, A3 ]
                          as: sku
                          steps:
                            - request: { service: shop, path: "/stock/${{ captures.sku }}" }
                              expect: { status: 200 }
                    finally:
                      - request: { method: DELETE, service: shop, path: /orders }
            """
        case .performance:
            """
              tests:
                - name: the shop holds 200 orders a second
                  timeout: 5m
                  performance:
                    target: { service: shop, path: /orders }
                    warmup: 10s
                    load:
                      phases:
                        - { for: 30s, rate: 20/s, rampTo: 200/s }
                        - { for: 2m, rate: 200/s }
                    thresholds:
                      - p(99) duration < 250ms
                      - rate failed < 0.5%
            """
        case .security:
            """
              tests:
                - name: the shop is locked down
                  security:
                    service: shop
                    checks:
                      - headers
                      - cookies-flags
                      - auth-required: [ /admin ]
                      - error-leak: [ /orders/0 ]
                    severityThreshold: medium
            """
        case .command:
            """
              tests:
                - name: the tool answers
                  env: { SHOP: "${{ services.shop.url }}" }
                  command:
                    run: [ sh, -c, 'test -n "$SHOP" && echo ready' ]
                    exitCodes: { passed: [ 0 ], skipped: [ 77 ] }
                  assert:
                    - stdout contains ready
                    - stderr isEmpty
            """
        case .container:
            """
              tests:
                - name: the tool answers in its image
                  needs: { tool/podman: "" }
                  container:
                    image: docker.io/library/alpine:3.20
                    run: [ sh, -c, "echo ready" ]
                  assert:
                    - exitCode == 0
                    - stdout contains ready
            """
        }
    }
}
