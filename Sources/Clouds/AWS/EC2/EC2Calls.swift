import Foundation
import Model

/// The calls of EC2 in one region of one account.
struct EC2Calls: Sendable {
    let client: AWSClient
    let region: String

    /// The most that one page may have.
    private static let pageSize = 1_000
    /// A million instances.
    private static let maxPages = 1_000

    func run(_ launch: EC2Launch) async throws -> EC2Instance {
        let answer = try await call("RunInstances", launch.fields)
        guard let instance = answer.items("instancesSet").first.flatMap({ EC2Instance($0, of: answer) }) else {
            throw AWSCallError(
                action: "ec2:RunInstances", region: region, cause: .unreadable("the answer names no instance"))
        }
        return instance
    }

    /// Every instance with these tags, those that ended lately included; a page that fails fails the whole.
    func instances(tagged tags: [(name: String, value: String)]) async throws -> [EC2Instance] {
        var found: [EC2Instance] = []
        var next: String?
        for _ in 0..<Self.maxPages {
            var fields = FormFields()
            for (index, tag) in tags.enumerated() { fields.filter(index + 1, "tag:\(tag.name)", [tag.value]) }
            fields.set("MaxResults", "\(Self.pageSize)")
            fields.set("NextToken", next)
            let page = try await list(fields)
            found += page.items
            next = page.rest.text("nextToken")
            if next == nil { return found }
        }
        throw AWSCallError(
            action: "ec2:DescribeInstances", region: region, cause: .unreadable("its pages have no end"))
    }

    private func list(_ fields: FormFields) async throws -> (items: [EC2Instance], rest: XMLElement) {
        try await client.query(
            .ec2, "DescribeInstances", in: region, fields, listAt: ["reservationSet", "item"],
            EC2Instance.ofReservation)
    }

    /// nil when there is none, or no longer one.
    func instance(_ id: String) async throws -> EC2Instance? {
        do {
            return try await list(FormFields([("InstanceId.1", id)])).items.first
        } catch let error as AWSCallError where error.code?.hasPrefix("InvalidInstanceID") == true {
            return nil
        }
    }

    /// Looks at a type before an instance is stopped for it; who may not look finds out then.
    func check(_ type: String, for machine: EC2Instance) async throws {
        let answer: XMLElement
        do {
            answer = try await call("DescribeInstanceTypes", FormFields([("InstanceType.1", type)]))
        } catch let error as AWSCallError where error.fault == .refused && !error.isOfInstanceType {
            return
        }
        let known = answer.items("instanceTypeSet").first?["processorInfo"]?.items("supportedArchitectures") ?? []
        guard let architecture = machine.architecture, !known.isEmpty,
            !known.contains(where: { $0.text == architecture })
        else { return }
        throw EC2Refusal.otherArchitecture(architecture, of: machine.id, type: type)
    }

    func start(_ id: String) async throws { _ = try await call("StartInstances", FormFields([("InstanceId.1", id)])) }
    func stop(_ id: String) async throws { _ = try await call("StopInstances", FormFields([("InstanceId.1", id)])) }

    func terminate(_ id: String) async throws {
        _ = try await call("TerminateInstances", FormFields([("InstanceId.1", id)]))
    }

    /// Of one that is stopped.
    func setType(_ type: String, of id: String) async throws {
        _ = try await call(
            "ModifyInstanceAttribute", FormFields([("InstanceId", id), ("InstanceType.Value", type)]))
    }

    func setGroups(_ groups: [String], of id: String) async throws {
        var fields = FormFields([("InstanceId", id)])
        fields.list("GroupId", groups)
        _ = try await call("ModifyInstanceAttribute", fields)
    }

    func tag(_ id: String, _ tags: [String: String]) async throws {
        guard !tags.isEmpty else { return }
        var fields = FormFields([("ResourceId.1", id)])
        for (index, tag) in tags.sorted(by: { $0.key < $1.key }).enumerated() {
            fields.set("Tag.\(index + 1).Key", tag.key)
            fields.set("Tag.\(index + 1).Value", tag.value)
        }
        _ = try await call("CreateTags", fields)
    }

    func untag(_ id: String, _ names: [String]) async throws {
        guard !names.isEmpty else { return }
        var fields = FormFields([("ResourceId.1", id)])
        for (index, name) in names.sorted().enumerated() { fields.set("Tag.\(index + 1).Key", name) }
        _ = try await call("DeleteTags", fields)
    }

    func call(_ action: String, _ fields: FormFields) async throws -> XMLElement {
        try await client.query(.ec2, action, in: region, fields)
    }
}
