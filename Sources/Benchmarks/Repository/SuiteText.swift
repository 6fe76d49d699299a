/// Writes a suite of three to ten tests in one to three of the team's environments.
struct SuiteText {
    let writer: ManifestWriter

    func text(using generator: inout SeededGenerator) -> String {
        let environments = SyntheticRepository.environments.shuffled(using: &generator).prefix(count(using: &generator))
        var text = """
            # What must hold of the shop of team-\(writer.team), part \(writer.index).
            \(writer.head("TestSuite", "suite-\(writer.index)"))
            spec:
              environments: [\(environments.joined(separator: ", "))]
              services: [catalog, orders]
              timeout: \(Int.random(in: 2...30, using: &generator))m
              defaults:
                timeout: \(Int.random(in: 5...30, using: &generator))s
              tests:

            """
        for place in 0..<Int.random(in: 3...10, using: &generator) { text += test(place, using: &generator) }
        return text
    }

    /// Seven in ten suites run in one environment, two in two, one in three.
    private func count(using generator: inout SeededGenerator) -> Int {
        switch Int.random(in: 0..<10, using: &generator) {
        case 0..<7: 1
        case 7, 8: 2
        default: 3
        }
    }

    private func test(_ place: Int, using generator: inout SeededGenerator) -> String {
        let number = Int.random(in: 1...9_999, using: &generator)
        return switch Int.random(in: 0..<6, using: &generator) {
        case 0: health(place, number)
        case 1: listing(place, number)
        case 2: product(place, number)
        case 3: order(place, number)
        case 4: confirmation(place, number)
        default: command(place, number)
        }
    }

    private func health(_ place: Int, _ number: Int) -> String {
        """
            - name: check \(place) catalog is healthy
              priority: 90
              rest: { service: catalog, path: /health }
              expect: { status: 2xx, json: { status: ok }, duration: < 2s }

        """
    }

    private func listing(_ place: Int, _ number: Int) -> String {
        """
            - name: check \(place) products are listed
              labels: { area: listing }
              rest: { service: catalog, path: /products, query: { page: "\(number)", size: "20" } }
              expect: { status: 200 }
              assert:
                - json $.items[0].sku == A1
                - json $.items[1].price > \(number)
                - header Content-Type startsWith application/json
                - duration < 800ms

        """
    }

    private func product(_ place: Int, _ number: Int) -> String {
        """
            - name: check \(place) a product has a price
              retry: { failed: 2, backoff: 200ms }
              rest:
                service: catalog
                path: /products/${{ vars.sku }}-\(number)
                headers: { Accept: application/json }
              expect:
                status: 200
                headers: { Cache-Control: max-age=60 }
                json: { sku: A1, currency: "${{ vars.currency }}" }

        """
    }

    private func order(_ place: Int, _ number: Int) -> String {
        """
            - name: check \(place) place an order
              rest:
                method: POST
                service: orders
                path: /orders
                headers: { Authorization: "Bearer ${{ secrets.token }}" }
                json: { sku: "${{ vars.sku }}", quantity: \(number), tenant: "${{ vars.tenant }}", gift: false }
              expect: { status: 201 }
              assert:
                - json $.id exists
                - json $.total >= \(number)
                - header Location contains /orders/
              capture:
                order-\(place): json $.id

        """
    }

    private func confirmation(_ place: Int, _ number: Int) -> String {
        """
            - name: check \(place) an order is confirmed
              rest:
                url: ${{ services.orders.url }}/orders/o-\(number)
              expect:
                status: 200
                json: { id: o-\(number), state: confirmed }

        """
    }

    private func command(_ place: Int, _ number: Int) -> String {
        """
            - name: check \(place) the price list adds up
              needs: { shell: "" }
              command:
                run: [sh, -c, 'test $((\(number) + 3900)) -eq "$TOTAL" && echo "total $TOTAL ${CURRENCY}"']
              env:
                TOTAL: "\(number + 3_900)"
                CURRENCY: ${{ vars.currency }}
              assert:
                - exitCode == 0
                - stdout contains "total \(number + 3_900) EUR"
                - stdout matches "^total [0-9]+"

        """
    }
}
