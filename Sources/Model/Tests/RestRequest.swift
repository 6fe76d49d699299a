/// One HTTP request. Either `url` or `service` is set; `service` is turned into `url` at dispatch.
package struct RestRequest: Hashable, Sendable {
    package var method: String
    package var url: String?
    package var service: String?
    package var path: String?
    package var query: [String: String]
    package var headers: [String: String]
    package var json: JSONValue?
    package var body: String?
    package var form: [String: String]?
    package var multipart: [String: MultipartPart]?
    /// A repository file that is sent as the body.
    package var file: String?
    package var followRedirects: Bool
    package var options: RequestOptions

    package init(
        method: String = "GET", url: String? = nil, service: String? = nil, path: String? = nil,
        query: [String: String] = [:], headers: [String: String] = [:], json: JSONValue? = nil, body: String? = nil,
        form: [String: String]? = nil, multipart: [String: MultipartPart]? = nil, file: String? = nil,
        followRedirects: Bool = false, options: RequestOptions = RequestOptions()
    ) {
        self.method = method
        self.url = url
        self.service = service
        self.path = path
        self.query = query
        self.headers = headers
        self.json = json
        self.body = body
        self.form = form
        self.multipart = multipart
        self.file = file
        self.followRedirects = followRedirects
        self.options = options
    }
}

extension RestRequest: Codable {
    private enum CodingKeys: String, CodingKey {
        case method, url, service, path, query, headers, json, body, form, multipart, file, followRedirects
    }

    /// The options share its mapping, as in the manifest.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        method = try container.decode(String.self, forKey: .method)
        url = try container.decodeIfPresent(String.self, forKey: .url)
        service = try container.decodeIfPresent(String.self, forKey: .service)
        path = try container.decodeIfPresent(String.self, forKey: .path)
        query = try container.decode([String: String].self, forKey: .query)
        headers = try container.decode([String: String].self, forKey: .headers)
        json = try container.decodeIfPresent(JSONValue.self, forKey: .json)
        body = try container.decodeIfPresent(String.self, forKey: .body)
        form = try container.decodeIfPresent([String: String].self, forKey: .form)
        multipart = try container.decodeIfPresent([String: MultipartPart].self, forKey: .multipart)
        file = try container.decodeIfPresent(String.self, forKey: .file)
        followRedirects = try container.decode(Bool.self, forKey: .followRedirects)
        options = try RequestOptions(from: decoder)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(method, forKey: .method)
        try container.encodeIfPresent(url, forKey: .url)
        try container.encodeIfPresent(service, forKey: .service)
        try container.encodeIfPresent(path, forKey: .path)
        try container.encode(query, forKey: .query)
        try container.encode(headers, forKey: .headers)
        try container.encodeIfPresent(json, forKey: .json)
        try container.encodeIfPresent(body, forKey: .body)
        try container.encodeIfPresent(form, forKey: .form)
        try container.encodeIfPresent(multipart, forKey: .multipart)
        try container.encodeIfPresent(file, forKey: .file)
        try container.encode(followRedirects, forKey: .followRedirects)
        try options.encode(to: encoder)
    }
}

/// One part of a `multipart/form-data` body; a text alone is its value.
package struct MultipartPart: Hashable, Sendable {
    package let value: String?
    /// A repository file.
    package let file: String?
    /// Its media type.
    package let type: String?
    package let filename: String?
}

extension MultipartPart: Codable {
    private enum CodingKeys: String, CodingKey { case value, file, type, filename }

    package init(from decoder: any Decoder) throws {
        let whole = try decoder.singleValueContainer().decode(JSONValue.self)
        guard case .object = whole else {
            self.init(value: whole.string, file: nil, type: nil, filename: nil)
            return
        }
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            value: try container.decodeIfPresent(String.self, forKey: .value),
            file: try container.decodeIfPresent(String.self, forKey: .file),
            type: try container.decodeIfPresent(String.self, forKey: .type),
            filename: try container.decodeIfPresent(String.self, forKey: .filename))
    }
}
