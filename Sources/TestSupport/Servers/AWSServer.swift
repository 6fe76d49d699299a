package import Foundation

/// moto on loopback behind `Tests/Fixtures/aws_server.py`, which adds what it lacks.
package final class AWSServer: Sendable {
    private let server: RunningServer
    private let port: Int

    /// nil where the counterparts are not installed.
    package static func start(fixtures: URL) throws -> AWSServer? {
        guard CounterpartPython.hasAWS else {
            print("skipped: moto is not installed; scripts/bootstrap --tests does")
            return nil
        }
        return try AWSServer(fixtures: fixtures)
    }

    private init(fixtures: URL) throws {
        port = LoopbackPort.free()
        server = try RunningServer(
            CounterpartPython.aws.appending(path: "python3").path(percentEncoded: false),
            ["-u", fixtures.appending(path: "aws_server.py").path(percentEncoded: false), "\(port)"], ports: [port])
    }

    package var url: String { "http://127.0.0.1:\(port)" }

    /// What a process is given to find it with, and nothing of the machine's own.
    package var environment: [String: String] {
        [
            "AWS_ENDPOINT_URL": url, "AWS_ACCESS_KEY_ID": "AKIAEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret-of-the-test",
            "AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1", "AWS_CONFIG_FILE": "/dev/null",
            "AWS_SHARED_CREDENTIALS_FILE": "/dev/null", "AWS_EC2_METADATA_DISABLED": "true", "AWS_PAGER": "",
        ]
    }

    /// The next so many calls of an action meet this; `*` is any action.
    package func fault(_ action: String, count: Int = 1, _ what: [String: any Sendable]) async throws {
        try await post("/faults", what.merging(["action": action, "count": count]) { $1 })
    }

    /// From now on calls meet nothing any more.
    package func clearFaults() async throws { _ = try await exchange("DELETE", "/faults", nil) }

    /// Instances that nobody here made, one launch each; `#` in a tag's value is the number of each.
    package func launch(_ count: Int, tags: [String: String]) async throws {
        try await post("/launch", ["count": count, "tags": tags])
    }

    /// From now on moto checks every signature, and whether a policy of the caller's allows the call.
    package func judgePolicies() async throws {
        _ = try SpawnedProcess.run(
            "/usr/bin/curl",
            [
                "-sSf", "-X", "POST", "-H", "Content-Type: text/plain", "--data-binary", "0",
                "\(url)/moto-api/reset-auth",
            ])
    }

    package func setClock(ahead seconds: Int) async throws { try await post("/clock", ["skew": seconds]) }

    /// Who is behind the calls of others than Rondo from now on, and how many looks at CloudTrail come before it knows.
    package func setTrail(user: String, late: Int = 0) async throws {
        try await post("/trail", ["user": user, "late": late])
    }

    /// How often each action was called since this was last asked.
    package func calls() async throws -> [String: Int] {
        let data = try await get("/calls")
        return try JSONDecoder().decode([String: Int].self, from: data)
    }

    /// What botocore's description of the services does not know of the requests so far.
    package func violations() async throws -> [String] {
        try JSONDecoder().decode([String].self, from: try await get("/violations"))
    }

    /// What the AWS CLI answers, as JSON.
    package func cli(_ arguments: String..., region: String = "us-east-1") async throws -> Any? {
        try await AWSCLI.run(arguments + ["--region", region], environment: environment)
    }

    /// An instance as a third party sees it.
    package struct Seen: Hashable, Sendable {
        package let id: String
        package let state: String
        package let type: String
        package let tags: [String: String]
    }

    /// All that are not terminated, by the AWS CLI.
    package func instances(region: String = "us-east-1") async throws -> [Seen] {
        let answer = try await cli("ec2", "describe-instances", region: region) as? [String: Any]
        let reservations = answer?["Reservations"] as? [[String: Any]] ?? []
        return reservations.flatMap { $0["Instances"] as? [[String: Any]] ?? [] }.compactMap { item in
            guard let id = item["InstanceId"] as? String, let type = item["InstanceType"] as? String,
                let state = (item["State"] as? [String: Any])?["Name"] as? String, state != "terminated"
            else { return nil }
            let tags = (item["Tags"] as? [[String: String]] ?? []).reduce(into: [String: String]()) { all, tag in
                all[tag["Key"] ?? ""] = tag["Value"]
            }
            return Seen(id: id, state: state, type: type, tags: tags)
        }
    }

    private func post(_ path: String, _ body: [String: any Sendable]) async throws {
        let data = try JSONSerialization.data(withJSONObject: body)
        _ = try await exchange("POST", path, String(decoding: data, as: UTF8.self))
    }

    private func get(_ path: String) async throws -> Data { try await exchange("GET", path, nil) }

    /// By curl, since Foundation's own client is another module here.
    private func exchange(_ method: String, _ path: String, _ body: String?) async throws -> Data {
        let arguments = ["-sS", "-X", method, url + path] + (body.map { ["-d", $0] } ?? [])
        return Data(try SpawnedProcess.run("/usr/bin/curl", arguments).output.utf8)
    }
}
