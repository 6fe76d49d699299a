import Foundation
package import Model
import Planning
import Store

extension Controller {
    /// How long what prune budgets count is kept beyond their windows, in seconds.
    private static let pruneRetention: TimeInterval = 31 * 86_400

    /// Approvals that still let something happen, or did lately.
    package var approvals: [Approval] { observation.approvals }

    /// Lets what is held under a hash happen, and nothing else.
    ///
    /// - Parameters:
    ///   - text: the hash as it was printed, or more of it.
    ///   - person: who says so, as the command tells it.
    /// - Throws: `ApprovalError` when nothing is held under it.
    package func approve(_ text: String, by person: String) async throws -> Approval {
        let digits = text.lowercased()
        guard (8...64).contains(digits.utf8.count), digits.utf8.allSatisfy({ Self.hexadecimal.contains($0) }) else {
            throw ApprovalError.notAHash(String(text.prefix(80)))
        }
        guard let planned = plans.first(where: { $0.plan.approval?.rawValue.hasPrefix(digits) == true }),
            let hash = planned.plan.approval, let revision = planned.plan.revision
        else { throw ApprovalError.unknown(digits) }
        let now = services.clock.now()
        let approval = Approval(
            hash: hash, source: planned.source, revision: revision, targets: planned.plan.approvable,
            approvedBy: person, approvedAt: now)
        try await services.store.saveApproval(approval)
        observation.approvals.removeAll { $0.hash == hash }
        observation.approvals.append(approval)
        tell(approval)
        ring()
        return approval
    }

    private static let hexadecimal = Set("0123456789abcdef".utf8)

    private func tell(_ approval: Approval) {
        let counts = Dictionary(grouping: approval.targets, by: \.object)
        for object in counts.keys.sorted() {
            let instances = counts[object]?.count { $0.instance != nil } ?? 0
            let isWhole = counts[object]?.contains { $0.instance == nil } ?? false
            let parts = (isWhole ? ["the object"] : []) + (instances > 0 ? ["\(instances) of its instances"] : [])
            services.report(
                Event(
                    time: approval.approvedAt, object: object, reason: .pruneApproved,
                    message: "\(approval.approvedBy) approved deleting \(parts.joined(separator: " and ")): "
                        + "\(approval.hash.approvalText), until \(approval.expiresAt.formatted(.iso8601))",
                    revision: approval.revision.description))
        }
    }

    /// Tells once of each set that waits for approval, with the command to type.
    func tellHeld(_ desired: DesiredSources) {
        for planned in plans {
            guard let hash = planned.plan.approval else {
                toldHeld[planned.source] = nil
                continue
            }
            guard toldHeld[planned.source] != hash else { continue }
            toldHeld[planned.source] = hash
            let count = planned.plan.approvable.count
            let reasons = Set(planned.plan.held.filter { $0.held?.isApprovable == true }.compactMap(\.held))
                .map(\.description).sorted()
            let more = reasons.count > 3 ? "; and \(reasons.count - 3) more reasons" : ""
            services.report(
                Event(
                    time: services.clock.now(), object: nil, severity: .warning, reason: .pruneHeld,
                    message: "\(count) \(count == 1 ? "deletion is" : "deletions are") held: "
                        + reasons.prefix(3).joined(separator: "; ") + more
                        + ". To let \(count == 1 ? "it" : "them") happen: rondo approve \(hash.approvalText)",
                    revision: planned.plan.revision?.description))
        }
    }

    /// Takes up what an earlier controller counted and what people let happen.
    func restorePruning() async throws {
        let since = services.clock.now().addingTimeInterval(-Self.pruneRetention)
        for record in try await services.store.prunes(since: since) { observation.prunes[record.subject] = record }
        observation.approvals = try await services.store.approvals()
        observation.changesInPlace = services.providers.mapValues(\.changesInPlace)
    }

    /// Forgets what no budget counts any more, and approvals that have expired.
    func sweepPruning() async throws {
        let now = services.clock.now()
        let windows =
            observation.objects.isEmpty ? [] : desired.sets.map { $0.convergedRepository?.prune.window.seconds ?? 0 }
        let limit = now.addingTimeInterval(-max(Self.pruneRetention, windows.max() ?? 0))
        try await services.store.sweepPrunes(before: limit)
        observation.prunes = observation.prunes.filter { $0.value.prunedAt >= limit }
        try await services.store.sweepApprovals(before: now)
        observation.approvals.removeAll { $0.expiresAt < now }
    }

    /// A commit without the annotation has converged: what it once protected is protected no longer.
    func endProtection(desired state: DesiredState) async throws {
        guard let set = state.set else { return }
        for object in Protection.ended(set, Array(observation.objects.values)) {
            var status = object.status
            status.protected = false
            try await services.store.saveStatuses([object.identity: status])
            observation.objects[object.identity] = object.with(status)
            noteStatus(status, of: object.identity)
        }
    }
}
