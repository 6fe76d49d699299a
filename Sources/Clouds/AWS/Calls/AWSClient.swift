import Foundation
import HTTPTransport
import Model

/// Calls services of AWS with one account's credentials: signs, tries again, and corrects for a clock that is wrong.
actor AWSClient {
    /// How long one call may take with all its tries.
    private static let patience = Duration.seconds(50)
    /// One try.
    private static let timeout = Duration.seconds(30)
    /// The largest page of instances is some megabytes.
    private static let maxBodyBytes = 32 << 20
    /// AWS takes a signature whose time is up to five minutes off.
    private static let tolerance: TimeInterval = 240

    private let sending: AWSSurroundings.Sending
    nonisolated let endpoints: AWSEndpoints
    private let clock: any WallClock
    private let time: MonotonicTime
    private let jitter: @Sendable () -> Double
    /// nil calls without a signature.
    private let credentials: AWSCredentialStore?
    /// The services' clock is so far ahead of this machine's.
    private var skew: TimeInterval = 0
    /// By service and region: how fast calls may go.
    private var rates: [String: AdaptiveRate] = [:]
    /// Longer than this no call is kept back by its rate.
    private static let longestWait = Duration.seconds(10)
    /// Whose account it is that an access key leads to.
    private var account: (key: String, number: String)?
    /// Calls that were sent, tries included.
    private(set) var sent = 0

    init(surroundings: AWSSurroundings, endpoints: AWSEndpoints, credentials: AWSCredentialStore?) {
        sending = surroundings.send
        clock = surroundings.clock
        time = surroundings.time
        jitter = surroundings.jitter
        self.endpoints = endpoints
        self.credentials = credentials
    }

    /// Where the credentials were found; nil without any.
    func origin() async throws -> String? { try await current()?.origin }

    /// The number of the account that calls are made in, asked for once with each access key; nil without credentials.
    ///
    /// Nobody needs a permission for it ("GetCallerIdentity", AWS STS API Reference).
    func account(in region: String) async throws -> String? {
        guard let key = try await current()?.accessKey else { return nil }
        if let account, account.key == key { return account.number }
        let answer = try await query(.sts, "GetCallerIdentity", in: region, FormFields())
        guard let number = answer["GetCallerIdentityResult"]?.text("Account") else {
            // Not "none": nobody could tell a wrong account then.
            throw AWSCallError(
                action: "sts:GetCallerIdentity", region: region, cause: .unreadable("the answer names no account"))
        }
        account = (key, number)
        return number
    }

    /// A call of the query protocol ("Making requests to the Amazon EC2 API").
    ///
    /// - Returns: the answer's root element.
    func query(_ service: AWSService, _ action: String, in region: String, _ fields: FormFields) async throws
        -> XMLElement
    {
        try await send(query(service, action, in: region, fields), service, action, region) {
            try AWSAnswer.xml($0, $1, root: "\(action)Response")
        }
    }

    /// The same for an answer that is mostly one long list.
    ///
    /// - Parameters:
    ///   - path: names of elements from below the root's to that of the list's members.
    ///   - read: what is kept of each member; nil for one of another shape, which makes the answer unreadable.
    /// - Returns: what was kept, and the answer's root element without the list's members.
    func query<Item: Sendable>(
        _ service: AWSService, _ action: String, in region: String, _ fields: FormFields, listAt path: [String],
        _ read: @escaping @Sendable (XMLElement) -> [Item]?
    ) async throws -> (items: [Item], rest: XMLElement) {
        try await send(query(service, action, in: region, fields), service, action, region) { response, call in
            var items: [Item] = []
            var isWhole = true
            let root = "\(action)Response"
            let rest = try AWSAnswer.xml(response, call, root: root, listAt: [root] + path) { member in
                if let read = read(member) { items += read } else { isWhole = false }
            }
            // A list that is empty is there as well: what has none is no answer to the question.
            guard isWhole, path.dropLast().reduce(rest, { $0?[$1] }) != nil else {
                throw AWSAnswer.unreadable(response, call)
            }
            return (items, rest)
        }
    }

    private func query(
        _ service: AWSService, _ action: String, in region: String, _ fields: FormFields
    ) -> HTTPRequest {
        var all = FormFields([("Action", action), ("Version", service.version)])
        for pair in fields.pairs { all.set(pair.name, pair.value) }
        return request(
            to: service, in: region, contentType: "application/x-www-form-urlencoded; charset=utf-8", body: all.body)
    }

    /// A call of the JSON protocol, 1.1.
    ///
    /// - Parameter target: `AmazonSSM.GetParameter`
    func json(_ service: AWSService, target: String, in region: String, _ body: JSONValue) async throws -> JSONValue {
        var request = request(
            to: service, in: region, contentType: "application/x-amz-json-1.1", body: Data("\(body)".utf8))
        request.headers.append(("x-amz-target", target))
        let action = target.split(separator: ".").last.map(String.init) ?? target
        return try await send(request, service, action, region) { try AWSAnswer.json($0, $1) }
    }

    /// A call by GET without a signature, as the portal of SSO has it.
    func get(_ service: AWSService, _ action: String, in region: String, path: String, headers: [(String, String)])
        async throws -> JSONValue
    {
        var request = request(to: service, in: region, contentType: nil, body: nil)
        request.method = "GET"
        request.url += path
        for (name, value) in headers {
            request.headers.append((name, value))
            request.confidentialHeaders.insert(name.lowercased())
        }
        return try await send(request, service, action, region) { try AWSAnswer.json($0, $1) }
    }

    private func request(to service: AWSService, in region: String, contentType: String?, body: Data?) -> HTTPRequest {
        var request = HTTPRequest(
            method: "POST", url: endpoints.url(of: service, in: region), body: body, timeout: Self.timeout,
            maxBodyBytes: Self.maxBodyBytes)
        if let contentType { request.headers.append(("content-type", contentType)) }
        request.headers.append(("accept-encoding", "identity"))
        request.tls.authorities = endpoints.authorities
        return request
    }

    /// Sends until it succeeds, or there is no use in another try.
    func send<Answer: Sendable>(
        _ request: HTTPRequest, _ service: AWSService, _ action: String, _ region: String,
        payload: AWSSignature.Payload = .signed, patience: Duration = patience,
        _ read: @Sendable (HTTPResponse, (String, String)) throws -> Answer
    ) async throws -> Answer {
        let call = ("\(service.rawValue):\(action)", region)
        var retries = RetryMachine(deadline: time.now().advanced(by: patience))
        var wasCorrected = false
        var mayHaveHappened = false
        while true {
            do {
                try await keepRate(of: service, in: region)
                let answer = try await attempt(request, service, call, payload, read)
                rates[Self.lane(service, region)]?.answered(isThrottled: false, now: time.now())
                return answer
            } catch let error as AWSCallError {
                note(error, of: service, in: region)
                if !wasCorrected, await isCorrected(by: error) {
                    wasCorrected = true
                    continue
                }
                let decision = retries.failed(error.failure, now: time.now(), jitter: jitter())
                guard case .again(let pause) = decision else {
                    // That this try was refused says nothing of the one before.
                    guard mayHaveHappened, error.fault.madeNothing else { throw error }
                    throw AWSCallError(action: call.0, region: region, cause: .uncertain("\(error)"))
                }
                mayHaveHappened = mayHaveHappened || error.mayHaveHappened
                try await time.sleep(time.now().advanced(by: pause))
            } catch let error as AWSCredentialError where mayHaveHappened {
                throw AWSCallError(action: call.0, region: region, cause: .uncertain("\(error)"))
            }
        }
    }

    private static func lane(_ service: AWSService, _ region: String) -> String { "\(service.rawValue) \(region)" }

    /// Waits for the turn of a call where the service has refused some for coming too often.
    private func keepRate(of service: AWSService, in region: String) async throws {
        let now = time.now()
        let wait = rates[Self.lane(service, region), default: AdaptiveRate(now: now)].enter(now: now)
        guard wait > .zero else { return }
        try await time.sleep(now.advanced(by: min(wait, Self.longestWait)))
    }

    private func note(_ error: AWSCallError, of service: AWSService, in region: String) {
        let isThrottled =
            switch error.failure {
            case .throttled: true
            case .transient, .permanent: false
            }
        rates[Self.lane(service, region)]?.answered(isThrottled: isThrottled, now: time.now())
    }

    private func attempt<Answer>(
        _ request: HTTPRequest, _ service: AWSService, _ call: (action: String, region: String),
        _ payload: AWSSignature.Payload, _ read: (HTTPResponse, (String, String)) throws -> Answer
    ) async throws -> Answer {
        if let problem = endpoints.problem {
            throw AWSCredentialError.unusable(origin: "AWS_CA_BUNDLE", reason: problem)
        }
        var signed = request
        let used = try await current()
        if let current = used {
            let headers = signature(of: current, service, call.region).headers(for: request, payload: payload)
            signed.headers += headers
            signed.confidentialHeaders.formUnion(headers.map(\.name))
        }
        sent += 1
        let response: HTTPResponse
        do throws(HTTPTransportError) {
            response = try await sending(signed)
        } catch {
            if error == .cancelled { throw CancellationError() }
            throw AWSCallError(action: call.action, region: call.region, cause: .transport(error))
        }
        do {
            return try read(response, call)
        } catch var error as AWSCallError {
            error.accessKey = used?.accessKey
            throw error
        }
    }

    /// What calls are signed with; nil without credentials.
    private func current() async throws -> AWSCredentials? {
        if !endpoints.isAllowed, let endpoint = endpoints.account {
            throw AWSCredentialError.endpointNotAllowed(endpoint)
        }
        do {
            return try await credentials?.current()
        } catch let error as AWSCallError {
            // A call of another service's: what becomes of it says nothing of this one.
            throw AWSCredentialError.notFetched(error)
        }
    }

    private func signature(
        of credentials: AWSCredentials, _ service: AWSService, _ region: String
    ) -> AWSSignature {
        AWSSignature(
            signing: AWSSigning(
                accessKey: credentials.accessKey, secretKey: credentials.secretKey.reveal(),
                sessionToken: credentials.sessionToken?.reveal(), region: region, service: service.signingName),
            date: clock.now().addingTimeInterval(skew))
    }

    /// A URL that anybody may GET for a while, but not longer than the credentials hold; nil without credentials.
    func link(to url: String, _ service: AWSService, in region: String, for life: Duration) async throws
        -> ArtifactLink?
    {
        guard let current = try await current() else { return nil }
        let now = clock.now().addingTimeInterval(skew)
        let left = current.expires.map { max(1, $0.timeIntervalSince(now)) } ?? .infinity
        let seconds = min(Double(life.components.seconds), left).rounded(.down)
        let signed = signature(of: current, service, region)
            .presigned(HTTPRequest(url: url), expires: .seconds(Int64(seconds)))
        return ArtifactLink(url: signed, expires: clock.now().addingTimeInterval(seconds))
    }

    /// Whether the next try is signed otherwise: with the time that the answer says, or with new credentials.
    private func isCorrected(by error: AWSCallError) async -> Bool {
        if error.mayBeSkewed, let answered = error.answered {
            let seen = answered.timeIntervalSince(clock.now())
            if abs(seen - skew) > Self.tolerance {
                skew = seen
                await credentials?.note(skew: seen)
                return true
            }
        }
        guard error.saysExpired, let credentials else { return false }
        await credentials.forget(error.accessKey)
        return true
    }
}

/// Reads answers of AWS, and why a call was refused.
enum AWSAnswer {
    /// - Parameters:
    ///   - call: what was called, and in which region.
    ///   - name: that of the root of a good answer: any other would be read as one that holds nothing.
    ///   - path: where elements are that are taken out of the tree, from the root's name on; nowhere when it is empty.
    static func xml(
        _ response: HTTPResponse, _ call: (action: String, region: String), root name: String,
        listAt path: [String] = [], take: (XMLElement) -> Void = { _ in }
    ) throws -> XMLElement {
        let root = XMLElement.parse(response.body, at: path, take: take)
        if response.status == 200, let root, root.name == name { return root }
        guard let root, let error = root["Errors"]?["Error"] ?? root["Error"], let code = error.text("Code") else {
            throw unreadable(response, call)
        }
        throw failure(
            response, call, .code(code, message: error.text("Message") ?? ""),
            requestID: root.text("RequestID") ?? root.text("RequestId") ?? error.text("RequestId"))
    }

    static func json(_ response: HTTPResponse, _ call: (action: String, region: String)) throws -> JSONValue {
        let body = try? JSONParser.parse(Array(response.body))
        if response.status == 200, let body { return body }
        guard let body,
            let type = body["__type"]?.string ?? body["code"]?.string ?? response.headers["x-amzn-errortype"]
        else { throw unreadable(response, call) }
        let code = type.split(separator: "#").last.map { $0.prefix { $0 != ":" } }.map(String.init) ?? type
        throw failure(
            response, call, .code(code, message: body["message"]?.string ?? body["Message"]?.string ?? ""),
            requestID: nil)
    }

    static func unreadable(_ response: HTTPResponse, _ call: (action: String, region: String)) -> AWSCallError {
        let type = response.headers["Content-Type"].map { " (\($0.prefix(60)))" } ?? ""
        return failure(
            response, call,
            .unreadable(
                "it answered \(response.status) with \(response.body.count) bytes\(type) that are no answer of AWS; is "
                    + "there a proxy between, or is the endpoint another service's?"), requestID: nil)
    }

    private static func failure(
        _ response: HTTPResponse, _ call: (action: String, region: String), _ cause: AWSCallError.Cause,
        requestID: String?
    ) -> AWSCallError {
        AWSCallError(
            action: call.action, region: call.region, cause: cause, status: response.status,
            requestID: requestID ?? response.headers["x-amzn-requestid"] ?? response.headers["x-amz-request-id"],
            retryAfter: response.retryAfter, answered: response.date)
    }
}
