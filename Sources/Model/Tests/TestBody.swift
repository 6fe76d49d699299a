/// What a test does; in the manifest exactly one of these keys is given.
package enum TestBody: Hashable, Sendable {
    case rest(RestRequest)
    case command(CommandSpec)
}

extension TestBody: Codable {
    private enum CodingKeys: String, CodingKey { case rest, command }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let rest = try container.decodeIfPresent(RestRequest.self, forKey: .rest) {
            self = .rest(rest)
        } else {
            self = .command(try container.decode(CommandSpec.self, forKey: .command))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .rest(let rest): try container.encode(rest, forKey: .rest)
        case .command(let command): try container.encode(command, forKey: .command)
        }
    }
}

/// One HTTP request. Either `url` or `service` is set; `service` is turned into `url` at dispatch.
package struct RestRequest: Hashable, Sendable, Codable {
    package let method: String
    package let url: String?
    package let service: String?
    package let path: String?
    package let query: [String: String]
    package let headers: [String: String]
    package let json: JSONValue?
    package let body: String?
    package let followRedirects: Bool

    package init(
        method: String = "GET", url: String? = nil, service: String? = nil, path: String? = nil,
        query: [String: String] = [:], headers: [String: String] = [:], json: JSONValue? = nil, body: String? = nil,
        followRedirects: Bool = false
    ) {
        self.method = method
        self.url = url
        self.service = service
        self.path = path
        self.query = query
        self.headers = headers
        self.json = json
        self.body = body
        self.followRedirects = followRedirects
    }
}

/// One program run without a shell, unless `shell` asks for one.
package struct CommandSpec: Hashable, Sendable, Codable {
    package let run: [String]
    /// Joins `run` with spaces and hands it to `/bin/sh -c`.
    package let shell: Bool
    package let stdin: String?
    package let exitCodes: ExitCodes

    package init(run: [String], shell: Bool = false, stdin: String? = nil, exitCodes: ExitCodes = ExitCodes()) {
        self.run = run
        self.shell = shell
        self.stdin = stdin
        self.exitCodes = exitCodes
    }
}

/// What a command's exit code means; any other is a failure.
package struct ExitCodes: Hashable, Sendable, Codable {
    package let passed: [Int]
    package let skipped: [Int]

    package init(passed: [Int] = [0], skipped: [Int] = []) {
        self.passed = passed
        self.skipped = skipped
    }
}
