import Model

/// What two fields of one request must not both say, and what would be an error of every attempt.
enum RequestRules {
    static func check(_ outline: SuiteOutline, _ validator: inout Validator) {
        let requests =
            outline.tests.flatMap { [$0.node["rest"], $0.node["graphql"]] } + outline.steps.map { $0.node["request"] }
        for request in requests.compactMap(\.self) { check(request, &validator) }
    }

    private static func check(_ request: YAMLNode, _ validator: inout Validator) {
        let headers = request["headers"]?.entries ?? []
        func header(_ name: String) -> YAMLNode? {
            headers.first { $0.key.keyText?.lowercased() == name }?.key
        }
        // A client's certificate stands beside any header.
        if let auth = request["auth"], auth.member("clientCert") == nil, let key = header("authorization") {
            validator.error(
                "`auth` says who asks, and so does the header `Authorization`: leave one of them out", at: key)
        }
        if request["cookies"]?.entries.isEmpty == false, let key = header("cookie") {
            validator.error("`cookies` and the header `Cookie` can't stand together: leave one of them out", at: key)
        }
    }
}
