/// A mocked service: routes that the controller serves on loopback.
package struct MockSpec: Hashable, Sendable, Codable {
    package let routes: [MockRoute]

    package init(routes: [MockRoute]) { self.routes = routes }
}

/// One route of a mock: the first whose method and path match answers.
package struct MockRoute: Hashable, Sendable, Codable {
    package let method: String
    /// Segments that are `{name}` match any one segment.
    package let path: String
    package let response: MockResponse
    /// Answers in turn instead of `response`; the last one stays.
    package let sequence: [MockResponse]

    package init(method: String = "GET", path: String, response: MockResponse, sequence: [MockResponse] = []) {
        self.method = method
        self.path = path
        self.response = response
        self.sequence = sequence
    }

    private enum CodingKeys: String, CodingKey { case method, path, sequence }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        method = try container.decode(String.self, forKey: .method)
        path = try container.decode(String.self, forKey: .path)
        sequence = try container.decodeIfPresent([MockResponse].self, forKey: .sequence) ?? []
        response = try MockResponse(from: decoder)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(method, forKey: .method)
        try container.encode(path, forKey: .path)
        try container.encode(sequence, forKey: .sequence)
        try response.encode(to: encoder)
    }
}

/// What a mock answers. At most one of `body` and `json` is set.
package struct MockResponse: Hashable, Sendable, Codable {
    package let status: Int
    package let headers: [String: String]
    package let body: String?
    package let json: JSONValue?
    package let delay: TimeSpan?

    package init(
        status: Int = 200, headers: [String: String] = [:], body: String? = nil, json: JSONValue? = nil,
        delay: TimeSpan? = nil
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.json = json
        self.delay = delay
    }
}
