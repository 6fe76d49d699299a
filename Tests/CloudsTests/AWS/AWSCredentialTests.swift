import Foundation
import HTTPTransport
import Model
import Synchronization
import TestSupport
import Testing

@testable import Clouds

/// Where credentials are found, and in which order.
struct AWSCredentialTests {
    /// A home of its own, without the machine's variables.
    private struct Home {
        let directory: TemporaryDirectory
        let clock = ManualClock(Date(timeIntervalSince1970: 1_800_000_000))

        init(config: String = "", credentials: String = "") throws {
            directory = try TemporaryDirectory()
            try FileManager.default.createDirectory(
                atPath: directory.path(".aws/sso/cache"), withIntermediateDirectories: true)
            try Data(config.utf8).write(to: URL(filePath: directory.path(".aws/config")))
            try Data(credentials.utf8).write(to: URL(filePath: directory.path(".aws/credentials")))
        }

        func chain(_ environment: [String: String] = [:]) -> AWSCredentialChain {
            AWSCredentialChain(
                surroundings: AWSSurroundings(
                    environment: ["AWS_EC2_METADATA_DISABLED": "true"].merging(environment) { $1 }, clock: clock,
                    home: directory.url.path(percentEncoded: false).trimmingSuffix("/")))
        }
    }

    private static let keys = """
        [default]
        aws_access_key_id = AKIADEFAULT
        aws_secret_access_key = default-secret
        [work]
        aws_access_key_id=AKIAWORK   # the one for work
        aws_secret_access_key=work-secret
        aws_session_token=work-session
        """

    @Test("Variables come first, then the profile that AWS_PROFILE names")
    func order() async throws {
        let home = try Home(credentials: Self.keys)
        let variables = ["AWS_ACCESS_KEY_ID": "AKIAENV", "AWS_SECRET_ACCESS_KEY": "s", "AWS_PROFILE": "work"]
        #expect(try await home.chain(variables).find().accessKey == "AKIAENV")
        let work = try await home.chain(["AWS_PROFILE": "work"]).find()
        #expect(work.accessKey == "AKIAWORK" && work.secretKey.reveal() == "work-secret")
        #expect(work.sessionToken?.reveal() == "work-session" && work.origin == "profile work")
        #expect(try await home.chain().find().accessKey == "AKIADEFAULT")
        #expect(!"\(work)".contains("secret") && !"\(work)".contains("AKIAWORK"))
    }

    @Test("What is missing is told with where was looked and what to do")
    func nothing() async throws {
        let home = try Home()
        let error = await #expect(throws: AWSCredentialError.self) { try await home.chain().find() }
        #expect(error?.description.contains("set AWS_ACCESS_KEY_ID") == true)
        await #expect(throws: AWSCredentialError.noProfile("lost")) {
            try await home.chain(["AWS_PROFILE": "lost"]).find()
        }
    }

    @Test("A profile's program prints its credentials; one that does not is told without what it printed")
    func program() async throws {
        let printed =
            #"{"Version": 1, "AccessKeyId": "ASIAPROGRAM", "SecretAccessKey": "s", "SessionToken": "t", "Expiration": "2027-01-15T09:00:00Z"}"#
        let home = try Home()
        try home.directory.write(printed, to: "keys.json")
        func find(_ command: String) async throws -> AWSCredentials {
            try home.directory.write("[default]\ncredential_process = \(command)\n", to: ".aws/config")
            return try await home.chain().find()
        }
        let found = try await find("cat \"\(home.directory.path("keys.json"))\"")
        #expect(found.accessKey == "ASIAPROGRAM" && found.sessionToken?.reveal() == "t")
        #expect(found.expires == Date(timeIntervalSince1970: 1_800_003_600) && found.origin == "profile default")
        for (command, reason) in [
            ("echo half-a-key", "did not print credentials"), ("echo '{\"Version\": 2}'", "did not print credentials"),
            ("echo half-a-key; echo no session >&2; exit 3", "no session"), ("/nowhere/program", "ended with"),
            ("head -c 100000 /dev/zero", "credential_process"),
        ] {
            let error = await #expect(throws: AWSCredentialError.self) { try await find(command) }
            let text = error.map { "\($0)" } ?? ""
            #expect(text.contains("profile default") && text.contains(reason), "\(command): \(text)")
            #expect(!text.contains("half-a-key") && error?.fault == .unavailable)
        }
    }

    @Test("A profile's role is taken on with another profile's keys, through several, and never in a circle")
    func roles() async throws {
        let seen = Mutex<[String]>([])
        let sts = try LoopbackServer { request in
            let body = String(decoding: request.body, as: UTF8.self)
            seen.withLock { $0.append(body + " by " + (request.headers["authorization"] ?? "nobody")) }
            let role = body.contains("second") ? "SECOND" : "FIRST"
            return .init(
                body: Data(
                    """
                    <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
                    <AccessKeyId>ASIA\(role)</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>
                    <Expiration>2027-01-15T09:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>
                    """.utf8))
        }
        defer { sts.stop() }
        let config = """
            [profile first]
            role_arn = arn:aws:iam::1:role/first
            source_profile = default
            [profile second]
            role_arn = arn:aws:iam::1:role/second
            source_profile = first
            external_id = x-1
            role_session_name = ana
            [profile a]
            role_arn = arn:aws:iam::1:role/a
            source_profile = b
            [profile b]
            role_arn = arn:aws:iam::1:role/b
            source_profile = a
            [profile itself]
            role_arn = arn:aws:iam::1:role/itself
            source_profile = itself
            aws_access_key_id = AKIAITSELF
            aws_secret_access_key = s
            [profile variables]
            role_arn = arn:aws:iam::1:role/first
            credential_source = Environment
            """
        let home = try Home(config: config, credentials: Self.keys)
        let found = try await home.chain(["AWS_PROFILE": "second", "AWS_ENDPOINT_URL": sts.url]).find()
        #expect(found.accessKey == "ASIASECOND" && found.expires == Date(timeIntervalSince1970: 1_800_003_600))
        let asked = seen.withLock { $0 }
        #expect(asked.count == 2 && asked[0].contains("Credential=AKIADEFAULT/"))
        #expect(asked[1].contains("Credential=ASIAFIRST/") && asked[1].contains("ExternalId=x-1"))
        #expect(asked[1].contains("RoleSessionName=ana"))
        let circle = await #expect(throws: AWSCredentialError.self) {
            try await home.chain(["AWS_PROFILE": "a", "AWS_ENDPOINT_URL": sts.url]).find()
        }
        #expect(circle?.description.contains("a → b → a") == true, "\(circle.map { "\($0)" } ?? "")")
        _ = try await home.chain(["AWS_PROFILE": "itself", "AWS_ENDPOINT_URL": sts.url]).find()
        #expect(seen.withLock { $0.last?.contains("Credential=AKIAITSELF/") } == true)
    }

    @Test("A web identity's token is handed over without a signature")
    func webIdentity() async throws {
        let seen = Mutex<[LoopbackServer.Request]>([])
        let sts = try LoopbackServer { request in
            seen.withLock { $0.append(request) }
            return .init(
                body: Data(
                    """
                    <AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>ASIAWEB
                    </AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken></Credentials>
                    </AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>
                    """.utf8))
        }
        defer { sts.stop() }
        let home = try Home()
        try home.directory.write("the-token\n", to: "token")
        let found = try await home.chain([
            "AWS_ENDPOINT_URL_STS": sts.url, "AWS_WEB_IDENTITY_TOKEN_FILE": home.directory.path("token"),
            "AWS_ROLE_ARN": "arn:aws:iam::1:role/pod", "AWS_ROLE_SESSION_NAME": "pod",
        ]).find()
        #expect(found.accessKey == "ASIAWEB")
        let request = try #require(seen.withLock { $0.first })
        #expect(request.headers["authorization"] == nil)
        #expect(String(decoding: request.body, as: UTF8.self).contains("WebIdentityToken=the-token"))
    }

    @Test("A session of `aws sso login` is read from its cache and traded for keys; an old one says to sign in")
    func singleSignOn() async throws {
        let seen = Mutex<[LoopbackServer.Request]>([])
        let portal = try LoopbackServer { request in
            seen.withLock { $0.append(request) }
            let body = """
                {"roleCredentials": {"accessKeyId": "ASIASSO", "secretAccessKey": "s", "sessionToken": "t",
                 "expiration": 1800003600000}}
                """
            return .init(body: Data(body.utf8))
        }
        defer { portal.stop() }
        let home = try Home(
            config: """
                [default]
                sso_session = corp
                sso_account_id = 123456789012
                sso_role_name = Tester
                [sso-session corp]
                sso_start_url = https://corp.awsapps.com/start
                sso_region = eu-west-1
                """)
        let digest = try #require(Self.cacheName(of: "corp"))
        try home.directory.write(
            #"{"accessToken": "bearer", "expiresAt": "2027-01-15T09:00:00Z"}"#, to: ".aws/sso/cache/\(digest).json")
        let found = try await home.chain(["AWS_ENDPOINT_URL_SSO": portal.url]).find()
        #expect(found.accessKey == "ASIASSO" && found.expires == Date(timeIntervalSince1970: 1_800_003_600))
        let request = try #require(seen.withLock { $0.first })
        #expect(request.target == "/federation/credentials?role_name=Tester&account_id=123456789012")
        #expect(request.headers["x-amz-sso_bearer_token"] == "bearer")
        home.clock.advance(by: 7_200)
        let error = await #expect(throws: AWSCredentialError.self) {
            try await home.chain(["AWS_ENDPOINT_URL_SSO": portal.url]).find()
        }
        #expect(error?.description.contains("aws sso login") == true)
    }

    /// By the system's own `sha1sum`.
    private static func cacheName(of text: String) -> String? {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", "printf %s \(text) | sha1sum"]
        let output = Pipe()
        process.standardOutput = output
        try? process.run()
        let data = try? output.fileHandleForReading.readToEnd()
        process.waitUntilExit()
        return data.flatMap { String(decoding: $0, as: UTF8.self).split(separator: " ").first.map(String.init) }
    }

    @Test("A container's endpoint gets its token, and none that is neither encrypted nor on loopback does")
    func container() async throws {
        let seen = Mutex<[LoopbackServer.Request]>([])
        let endpoint = try LoopbackServer { request in
            seen.withLock { $0.append(request) }
            return .init(
                body: Data(
                    #"{"AccessKeyId":"ASIATASK","SecretAccessKey":"s","Token":"t","Expiration":"2027-01-15T09:00:00Z"}"#
                        .utf8))
        }
        defer { endpoint.stop() }
        let home = try Home()
        let found = try await home.chain([
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": "\(endpoint.url)/v2/x", "AWS_CONTAINER_AUTHORIZATION_TOKEN": "task",
        ]).find()
        #expect(found.accessKey == "ASIATASK" && found.origin == "the container")
        #expect(seen.withLock { $0.first?.headers["authorization"] } == "task")
        await #expect(throws: AWSCredentialError.self) {
            try await home.chain(["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://evil.example/x"]).find()
        }
    }

    /// Breaks when the token of a task goes to a proxy in clear.
    @Test("No proxy comes between a container and its endpoint, unless it is encrypted")
    func containerBesideProxy() throws {
        for (variable, value, proxy) in [
            ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/x", ""),
            ("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1/x", ""),
            ("AWS_CONTAINER_CREDENTIALS_FULL_URI", "https://keys.example/x", nil),
        ] as [(String, String, String?)] {
            let endpoint = try AWSContainerEndpoint(AWSSurroundings(environment: [variable: value], home: "/nowhere"))
            #expect(endpoint?.request.proxy == proxy, "\(value)")
        }
    }

    @Test("A machine's metadata is asked with a token of version 2 alone")
    func metadata() async throws {
        let seen = Mutex<[LoopbackServer.Request]>([])
        let service = try LoopbackServer { request in
            seen.withLock { $0.append(request) }
            switch (request.method, request.target) {
            case ("PUT", "/latest/api/token"): return .init(body: Data("v2".utf8))
            case (_, _) where request.headers["x-aws-ec2-metadata-token"] != "v2": return .init(status: 401)
            case ("GET", "/latest/meta-data/iam/security-credentials/"): return .init(body: Data("machine\n".utf8))
            case ("GET", "/latest/meta-data/iam/security-credentials/machine"):
                return .init(body: Data(#"{"AccessKeyId": "ASIAVM", "SecretAccessKey": "s", "Token": "t"}"#.utf8))
            default: return .init(status: 404)
            }
        }
        defer { service.stop() }
        let home = try Home()
        let variables = ["AWS_EC2_METADATA_DISABLED": "", "AWS_EC2_METADATA_SERVICE_ENDPOINT": service.url]
        #expect(try await home.chain(variables).find().accessKey == "ASIAVM")
        #expect(seen.withLock { $0.count } == 3)
    }

    /// Breaks when a machine that is asked too often counts as none.
    @Test("Metadata that is there and does not answer is told as such, and asked again", arguments: [429, 503])
    func busyMetadata(_ status: Int) async throws {
        let service = try LoopbackServer { _ in .init(status: status) }
        defer { service.stop() }
        let home = try Home()
        let variables = ["AWS_EC2_METADATA_DISABLED": "", "AWS_EC2_METADATA_SERVICE_ENDPOINT": service.url]
        let error = await #expect(throws: AWSCredentialError.self) { try await home.chain(variables).find() }
        #expect(error?.fault == .unavailable && error?.description.contains("\(status)") == true)
    }

    /// Breaks when other authorities are trusted instead of those that were named.
    @Test("With a bundle of certificates that can't be read nobody is called")
    func unreadableBundle() async throws {
        let surroundings = AWSSurroundings(
            environment: ["AWS_CA_BUNDLE": "/nowhere/ca.pem", "AWS_ENDPOINT_URL": "http://127.0.0.1:9"],
            home: "/nowhere")
        let client = AWSClient(
            surroundings: surroundings, endpoints: surroundings.endpoints(account: nil), credentials: nil)
        let error = await #expect(throws: AWSCredentialError.self) {
            try await client.query(.sts, "GetCallerIdentity", in: "us-east-1", FormFields())
        }
        #expect(
            error?.description.contains("AWS_CA_BUNDLE can't be used: /nowhere/ca.pem") == true,
            "\(error.map { "\($0)" } ?? "")")
        #expect(await client.sent == 0)
    }

    /// Breaks when what was found since goes with what is over.
    @Test("Credentials that were told to be over are looked for anew once, whoever was told")
    func forgotten() async throws {
        let clock = ManualClock()
        let count = Mutex(0)
        let store = AWSCredentialStore(clock: clock) {
            let number = count.withLock { count in
                count += 1
                return count
            }
            return AWSCredentials(
                accessKey: "K\(number)", secretKey: Secret("s"), expires: clock.now().addingTimeInterval(3_600),
                origin: "test")
        }
        #expect(try await store.current().accessKey == "K1")
        for _ in 0..<5 { await store.forget("K1") }
        #expect(try await store.current().accessKey == "K2")
        await store.forget("K1")
        #expect(try await store.current().accessKey == "K2")
        // A clock that is an hour ahead makes nothing old.
        clock.advance(by: 3_500)
        await store.note(skew: -3_500)
        #expect(try await store.current().accessKey == "K2")
        await store.note(skew: 0)
        #expect(try await store.current().accessKey == "K3")
    }

    /// Breaks when `isFresh` compares with the end itself.
    @Test("Credentials are renewed before they expire, once for all who ask, and old ones do while renewing fails")
    func renewal() async throws {
        let clock = ManualClock()
        let count = Mutex(0)
        let tries = Mutex(0)
        let isBroken = Mutex(false)
        let store = AWSCredentialStore(clock: clock) {
            tries.withLock { $0 += 1 }
            if isBroken.withLock({ $0 }) { throw AWSCredentialError.unusable(origin: "test", reason: "away") }
            let number = count.withLock { count in
                count += 1
                return count
            }
            try await Task.sleep(for: .milliseconds(20))
            return AWSCredentials(
                accessKey: "K\(number)", secretKey: Secret("s"), expires: clock.now().addingTimeInterval(3_600),
                origin: "test")
        }
        let first = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<8 { group.addTask { try await store.current().accessKey } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(first == ["K1"])
        clock.advance(by: 3_200)
        #expect(try await store.current().accessKey == "K1")
        clock.advance(by: 200)
        isBroken.withLock { $0 = true }
        #expect(try await store.current().accessKey == "K1", "they still hold")
        #expect(tries.withLock { $0 } == 2, "and were to be renewed")
        clock.advance(by: 300)
        await #expect(throws: AWSCredentialError.self) { try await store.current() }
        isBroken.withLock { $0 = false }
        #expect(try await store.current().accessKey == "K2")
    }

    /// Breaks when `giveUp` is not called, or ends the search.
    @Test("Who is cancelled waits for no search, which goes on for the others")
    func cancelled() async throws {
        let gate = Gate()
        let searches = Mutex(0)
        let store = AWSCredentialStore(clock: SystemWallClock()) {
            searches.withLock { $0 += 1 }
            await gate.wait()
            return AWSCredentials(accessKey: "K", secretKey: Secret("s"), origin: "test")
        }
        let first = Task { try await store.current() }
        let second = Task { try await store.current() }
        #expect(await eventually { searches.withLock { $0 } == 1 })
        first.cancel()
        await #expect(throws: CancellationError.self) { try await first.value }
        await gate.open()
        #expect(try await second.value.accessKey == "K")
        #expect(searches.withLock { $0 } == 1)
        let late = Task { try await store.current() }
        #expect(try await late.value.accessKey == "K")
    }

    @Test("A session's name has what AWS allows and no more than 64 characters")
    func sessionNames() {
        #expect(AWSRole.sessionName("rondo-default.dev") == "rondo-default.dev")
        #expect(AWSRole.sessionName("a b/ä") == "a-b--")
        #expect(AWSRole.sessionName(String(repeating: "x", count: 80)).count == 64)
    }
}

extension String {
    fileprivate func trimmingSuffix(_ suffix: String) -> String {
        hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
    }
}
