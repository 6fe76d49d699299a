import Foundation
import Model

/// What EC2's own checks say of instances, and what they wrote on their consoles.
struct EC2Health: Sendable {
    let calls: EC2Calls

    /// The most that may be named in one call ("DescribeInstanceStatus" of the Amazon EC2 API reference).
    private static let batch = 100

    /// What can't be asked is told in the report.
    func reports(on questions: [InstanceQuestion]) async -> [InstanceReport] {
        var reports = questions.map { InstanceReport(id: $0.id, ordinal: $0.ordinal) }
        for start in stride(from: 0, to: reports.count, by: Self.batch) {
            let range = start..<min(start + Self.batch, reports.count)
            do {
                let found = try await statuses(reports[range].map(\.id.rawValue))
                for index in range {
                    guard let status = found[reports[index].id.rawValue] else { continue }
                    reports[index].checks = status.checks
                    reports[index].scheduled = status.scheduled
                }
            } catch {
                for index in range { reports[index].problem = "\(error)" }
            }
        }
        for (index, question) in questions.enumerated() where question.wantsConsole {
            do {
                reports[index].console = try await console(question.id.rawValue)
            } catch {
                reports[index].problem = reports[index].problem ?? "\(error)"
            }
        }
        return reports
    }

    private struct Status {
        let checks: [InstanceReport.Check]
        let scheduled: [String]
    }

    private func statuses(_ ids: [String]) async throws -> [String: Status] {
        var fields = FormFields([("IncludeAllInstances", "true")])
        fields.list("InstanceId", ids)
        let answer = try await calls.call("DescribeInstanceStatus", fields)
        let pairs = answer.items("instanceStatusSet").compactMap { item -> (String, Status)? in
            guard let id = item.text("instanceId") else { return nil }
            let checks = [("system", "systemStatus"), ("instance", "instanceStatus")].compactMap { name, element in
                item[element].flatMap { Self.check(name, $0) }
            }
            return (id, Status(checks: checks, scheduled: item.items("eventsSet").compactMap(Self.event)))
        }
        return Dictionary(pairs) { first, _ in first }
    }

    private static func check(_ name: String, _ element: XMLElement) -> InstanceReport.Check? {
        guard let status = element.text("status") else { return nil }
        let since = element.items("details").compactMap { $0.text("impairedSince") }
            .compactMap(AWSTemporaryCredentials.date).min()
        return InstanceReport.Check(name: name, status: status, impairedSince: since)
    }

    private static func event(_ item: XMLElement) -> String? {
        guard let code = item.text("code") else { return nil }
        let from = item.text("notBefore").map { " from \($0)" } ?? ""
        return "\(code)\(from)" + (item.text("description").map { ": \($0)" } ?? "")
    }

    /// nil before the instance has written anything that AWS has taken up.
    private func console(_ id: String) async throws -> String? {
        let answer = try await calls.call("GetConsoleOutput", FormFields([("InstanceId", id)]))
        guard let encoded = answer.text("output"),
            let bytes = Data(base64Encoded: encoded, options: .ignoreUnknownCharacters), !bytes.isEmpty
        else { return nil }
        return InstanceReport.tail(of: String(decoding: bytes, as: UTF8.self))
    }
}
