import Clouds
import Foundation
import HTTPTransport
import Model
import Synchronization
import TestSupport

/// The API of EC2 in front of the simulated cloud, as far as the provider calls it; each call has a step before and
/// after it, and is judged.
///
/// The types of its instances are `sim.500`: so many thousandths of a processor. What a manifest says of the environment
/// is in the tag `environment`, since no call says it.
struct EC2Door: Sendable {
    let cloud: FaultInjectingProvider
    let installation: InstallationID
    let life: Life
    let judge: Judge
    let time: MonotonicTime
    private let begun = BegunCreations()

    init(
        cloud: FaultInjectingProvider, installation: InstallationID, life: Life, judge: Judge, time: MonotonicTime
    ) {
        self.cloud = cloud
        self.installation = installation
        self.life = life
        self.judge = judge
        self.time = time
    }

    static let region = "us-east-1"
    static let environmentTag = "environment"

    static func type(cpu: Int) -> String { "sim.\(cpu)" }

    /// Answers as AWS does, or not at all.
    func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse {
        let fields = FormBody(request.body ?? Data())
        let action = fields["Action"] ?? ""
        do {
            try life.step(action)
            let answer = try await within(request.timeout) { try await self.answer(action, fields) }
            try life.step("\(action) answered")
            return Self.response(200, "<\(action)Response>\(answer)</\(action)Response>")
        } catch let refusal as EC2DoorRefusal {
            return Self.response(refusal.status, refusal.body)
        } catch let fault as InjectedFault {
            return try Self.response(to: fault)
        } catch is TooLate {
            throw .timedOut(endpoint: "ec2", phase: .waiting, after: request.timeout)
        } catch is CancellationError {
            throw .cancelled
        } catch {
            // The controller of this life is no more, and nothing that it asks is answered.
            throw .shutDown
        }
    }

    private struct TooLate: Error {}

    private func within<Answer: Sendable>(
        _ limit: Duration, _ body: @escaping @Sendable () async throws -> Answer
    ) async throws -> Answer {
        let due = time.now().advanced(by: limit)
        return try await withThrowingTaskGroup(of: Answer?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                try await time.sleep(due)
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let answer = first else { throw TooLate() }
            return answer
        }
    }

    // MARK: Actions

    private func answer(_ action: String, _ fields: FormBody) async throws -> String {
        switch action {
        case "RunInstances": return try await run(fields)
        case "DescribeInstances": return try await describe(fields)
        case "StartInstances":
            try await cloud.start(try fields.instance("InstanceId.1"))
        case "StopInstances":
            try await cloud.stop(try fields.instance("InstanceId.1"))
        case "TerminateInstances":
            let id = try fields.instance("InstanceId.1")
            // As of everything that is not shown yet.
            let isListed = try await self.isListed(id)
            guard await cloud.machine(id)?.isGone == true || isListed else { throw EC2DoorRefusal.noInstance(id) }
            judge.beginsEnd(
                of: await cloud.machine(id), beside: await cloud.existing(), life: life.number, isRelease: false)
            try await cloud.terminate(id)
        case "DescribeInstanceTypes": return "<instanceTypeSet/>"
        case "ModifyInstanceAttribute": try await resize(fields)
        case "CreateTags": try await tag(fields)
        case "DeleteTags": break
        default: throw EC2DoorRefusal("InvalidAction", "there is no \(action) here")
        }
        return "<return>true</return>"
    }

    private func isListed(_ id: InstanceID) async throws -> Bool {
        try await cloud.list(installation: installation).contains { $0.id == id }
    }

    private func run(_ fields: FormBody) async throws -> String {
        let all = fields.tags("TagSpecification.1.Tag")
        guard let token = fields["ClientToken"].flatMap(UUID.init(uuidString:)),
            let tags = EC2Tags.read(all, of: "new"),
            let spec = Self.spec(type: fields["InstanceType"], environment: all[Self.environmentTag])
        else { throw EC2DoorRefusal("InvalidParameterValue", "the request can't be read") }
        if let made = await cloud.machine(madeWith: token), made.isGone {
            throw EC2DoorRefusal("IdempotentInstanceTerminated", "The instance \(made.id) has been terminated")
        }
        let request = InstanceRequest(token: token, tags: tags, spec: spec, joinToken: nil)
        // The client's own tries again are one creation, which began when there was reason to.
        if begun.isNew(token) { judge.beginsCreation(request, life: life.number) }
        let made = try await cloud.create(request)
        guard let machine = await cloud.machine(made.id) else { throw EC2DoorRefusal("InternalError", "it is gone") }
        return "<instancesSet>\(Self.item(machine))</instancesSet>"
    }

    private func describe(_ fields: FormBody) async throws -> String {
        let listed = Set(try await cloud.list(installation: installation).map(\.id))
        var found: [FaultInjectingProvider.Machine] = []
        if fields["InstanceId.1"] != nil {
            let id = try fields.instance("InstanceId.1")
            guard let machine = await cloud.machine(id), machine.isGone || listed.contains(id) else {
                throw EC2DoorRefusal.noInstance(id)
            }
            found = [machine]
        } else {
            let filters = fields.filters
            for machine in await cloud.existing() where listed.contains(machine.id) {
                let tags = Self.tags(of: machine)
                let isWanted = filters.allSatisfy { name, value in tags[String(name.dropFirst("tag:".count))] == value }
                if isWanted { found.append(machine) }
            }
        }
        return "<reservationSet>" + found.map { "<item><instancesSet>\(Self.item($0))</instancesSet></item>" }.joined()
            + "</reservationSet>"
    }

    private func resize(_ fields: FormBody) async throws {
        let id = try fields.instance("InstanceId")
        guard let machine = await cloud.machine(id), !machine.isGone else {
            throw EC2DoorRefusal.noInstance(id)
        }
        guard !machine.isRunning else {
            throw EC2DoorRefusal("IncorrectInstanceState", "The instance '\(id)' is not in the 'stopped' state.")
        }
        let spec = Self.spec(type: fields["InstanceType.Value"], environment: machine.request.spec.environment)
        _ = try await cloud.update(id, InstanceUpdate(tags: machine.tags, spec: spec))
    }

    private func tag(_ fields: FormBody) async throws {
        let id = try fields.instance("ResourceId.1")
        let new = fields.tags("Tag")
        if new[EC2Tags.released] != nil {
            judge.beginsEnd(
                of: await cloud.machine(id), beside: await cloud.existing(), life: life.number, isRelease: true)
            return try await cloud.release(id)
        }
        guard let machine = await cloud.machine(id), !machine.isGone else {
            throw EC2DoorRefusal.noInstance(id)
        }
        let merged = Self.tags(of: machine).merging(new) { $1 }
        guard let tags = EC2Tags.read(merged, of: id.rawValue) else { return }
        let cpu = Int(machine.request.spec.configuration.resources.cpu.millicores)
        let spec = Self.spec(type: Self.type(cpu: cpu), environment: merged[Self.environmentTag])
        _ = try await cloud.update(id, InstanceUpdate(tags: tags, spec: spec))
    }

    // MARK: Shapes

    private static func spec(type: String?, environment: String?) -> CloudResourceSpec? {
        guard let cpu = type.flatMap({ Int64($0.drop { $0 != "." }.dropFirst()) }), let environment else { return nil }
        return CloudResourceSpec(
            environment: environment, provider: .aws, type: .ec2,
            configuration: ResourceConfiguration(
                resources: InstanceResources(cpu: CPUQuantity(millicores: cpu))), worker: nil)
    }

    private static func tags(of machine: FaultInjectingProvider.Machine) -> [String: String] {
        EC2Tags.own(of: machine.tags).merging([environmentTag: machine.request.spec.environment]) { $1 }
    }

    private static func item(_ machine: FaultInjectingProvider.Machine) -> String {
        let state = machine.isGone ? "terminated" : machine.isRunning ? "running" : "stopped"
        let tags = tags(of: machine).sorted { $0.key < $1.key }.map {
            "<item><key>\($0.key)</key><value>\($0.value)</value></item>"
        }
        return """
            <item><instanceId>\(machine.id)</instanceId><instanceState><name>\(state)</name></instanceState>\
            <instanceType>\(type(cpu: Int(machine.request.spec.configuration.resources.cpu.millicores)))</instanceType>\
            <imageId>ami-1</imageId><launchTime>\(machine.createdAt.formatted(.iso8601))</launchTime>\
            <tagSet>\(tags.joined())</tagSet></item>
            """
    }

    private static func response(_ status: Int, _ body: String) -> HTTPResponse {
        HTTPResponse(
            status: status, headers: HTTPHeaders(), body: Data(body.utf8), timings: HTTPTimings(), httpVersion: "1.1",
            finalURL: "http://ec2")
    }

    private static func response(to fault: InjectedFault) throws(HTTPTransportError) -> HTTPResponse {
        func refused(_ status: Int, _ code: String) -> HTTPResponse {
            response(status, EC2DoorRefusal(code, fault.description).body)
        }
        switch fault.fault {
        case .throttled: return refused(503, "RequestLimitExceeded")
        case .noCapacity: return refused(500, "InsufficientInstanceCapacity")
        case .refused: return refused(400, "InvalidInstanceID.NotFound")
        case .unavailable where fault.description.hasPrefix("503"): return refused(503, "Unavailable")
        default: throw .connectionLost(endpoint: "ec2", reason: fault.description)
        }
    }
}

/// The creations that one life has begun.
private final class BegunCreations: Sendable {
    private let tokens = Mutex<Set<UUID>>([])

    func isNew(_ token: UUID) -> Bool { tokens.withLock { $0.insert(token).inserted } }
}

/// What EC2 does not do, as it says so.
struct EC2DoorRefusal: Error {
    let code: String
    let message: String

    init(_ code: String, _ message: String) {
        self.code = code
        self.message = message
    }

    static func noInstance(_ id: InstanceID) -> EC2DoorRefusal {
        EC2DoorRefusal("InvalidInstanceID.NotFound", "The instance ID '\(id)' does not exist")
    }

    var status: Int { code == "InternalError" ? 500 : 400 }

    var body: String {
        "<Response><Errors><Error><Code>\(code)</Code><Message>\(message)</Message></Error></Errors>"
            + "<RequestID>r</RequestID></Response>"
    }
}

/// The fields of a form, as the query protocol sends them.
struct FormBody {
    private var values: [String: String] = [:]

    init(_ body: Data) {
        for pair in String(decoding: body, as: UTF8.self).split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map {
                $0.replacing("+", with: " ").removingPercentEncoding ?? String($0)
            }
            values[parts[0]] = parts.count > 1 ? parts[1] : ""
        }
    }

    subscript(name: String) -> String? { values[name] }

    func instance(_ name: String) throws -> InstanceID {
        guard let id = values[name] else { throw EC2DoorRefusal("MissingParameter", "there is no \(name)") }
        return InstanceID(rawValue: id)
    }

    /// `PREFIX.N.Key` and `PREFIX.N.Value`
    func tags(_ prefix: String) -> [String: String] { pairs(prefix, "Key", "Value") }

    /// `Filter.N.Name` and its first value.
    var filters: [String: String] { pairs("Filter", "Name", "Value.1") }

    private func pairs(_ prefix: String, _ name: String, _ value: String) -> [String: String] {
        var found: [String: String] = [:]
        var number = 1
        while let key = values["\(prefix).\(number).\(name)"] {
            found[key] = values["\(prefix).\(number).\(value)"]
            number += 1
        }
        return found
    }
}
