/// One GraphQL operation over HTTP POST. Either `url` or `service` is set; `service` is turned into `url` at dispatch.
package struct GraphQLRequest: Hashable, Sendable {
    package var url: String?
    package var service: String?
    package var path: String?
    package let headers: [String: String]?
    /// The document.
    package let query: String
    package let variables: JSONValue?
    /// Which operation of a document with several.
    package let operationName: String?
    /// Asks the server for its schema first and holds the operation against it.
    package let introspect: Bool?
    package let followRedirects: Bool?
    package let options: RequestOptions

    package init(
        url: String? = nil, service: String? = nil, path: String? = nil, headers: [String: String]? = nil,
        query: String, variables: JSONValue? = nil, operationName: String? = nil, introspect: Bool? = nil,
        followRedirects: Bool? = nil, options: RequestOptions = RequestOptions()
    ) {
        self.url = url
        self.service = service
        self.path = path
        self.headers = headers
        self.query = query
        self.variables = variables
        self.operationName = operationName
        self.introspect = introspect
        self.followRedirects = followRedirects
        self.options = options
    }
}

extension GraphQLRequest: Codable {
    private enum CodingKeys: String, CodingKey {
        case url, service, path, headers, query, variables, operationName, introspect, followRedirects
    }

    /// The options share its mapping, as in the manifest.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        url = try container.decodeIfPresent(String.self, forKey: .url)
        service = try container.decodeIfPresent(String.self, forKey: .service)
        path = try container.decodeIfPresent(String.self, forKey: .path)
        headers = try container.decodeIfPresent([String: String].self, forKey: .headers)
        query = try container.decode(String.self, forKey: .query)
        variables = try container.decodeIfPresent(JSONValue.self, forKey: .variables)
        operationName = try container.decodeIfPresent(String.self, forKey: .operationName)
        introspect = try container.decodeIfPresent(Bool.self, forKey: .introspect)
        followRedirects = try container.decodeIfPresent(Bool.self, forKey: .followRedirects)
        options = try RequestOptions(from: decoder)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(url, forKey: .url)
        try container.encodeIfPresent(service, forKey: .service)
        try container.encodeIfPresent(path, forKey: .path)
        try container.encodeIfPresent(headers, forKey: .headers)
        try container.encode(query, forKey: .query)
        try container.encodeIfPresent(variables, forKey: .variables)
        try container.encodeIfPresent(operationName, forKey: .operationName)
        try container.encodeIfPresent(introspect, forKey: .introspect)
        try container.encodeIfPresent(followRedirects, forKey: .followRedirects)
        try options.encode(to: encoder)
    }
}
