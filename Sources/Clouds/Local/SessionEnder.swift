import Foundation
import Glibc
import Model

/// Ends a local instance and every process of its session.
struct SessionEnder: Sendable {
    let table: ProcessTable
    /// How long the worker may take after SIGTERM to end its tasks and itself.
    let grace: Duration

    private static let pause = Duration.milliseconds(20)

    /// Returns when the session is empty; at once when the process has ended or its pid is another's by now.
    func end(_ id: LocalInstanceID) async throws {
        guard isLeaderAlive(id) else { return }
        kill(-id.pid, SIGTERM)
        // A stopped process hears nothing before it goes on.
        kill(-id.pid, SIGCONT)
        _ = try await waits(for: grace, until: { !isLeaderAlive(id) })
        // What is left: tests that a worker did not end, or a worker that did not end itself.
        let empty = try await waits(for: .seconds(10)) {
            let members = try members(of: id)
            for member in members { kill(member.pid, SIGKILL) }
            return members.isEmpty
        }
        guard empty else { throw LocalProviderError.survived(id.instanceID) }
    }

    private func isLeaderAlive(_ id: LocalInstanceID) -> Bool {
        guard let stat = table.stat(of: id.pid) else { return false }
        return stat.isAlive && stat.startTicks == id.startTicks
    }

    /// The living processes of the session; none once its number belongs to a newer one.
    private func members(of id: LocalInstanceID) throws(LocalProviderError) -> [ProcessStat] {
        if let leader = table.stat(of: id.pid), leader.startTicks != id.startTicks { return [] }
        return try table.all().filter { $0.session == id.pid && $0.isAlive }
    }

    /// Whether the condition came true in time.
    private func waits(for limit: Duration, until condition: () throws -> Bool) async throws -> Bool {
        let deadline = ContinuousClock.now.advanced(by: limit)
        while try !condition() {
            guard ContinuousClock.now < deadline else { return false }
            try await Task.sleep(for: Self.pause)
        }
        return true
    }
}
