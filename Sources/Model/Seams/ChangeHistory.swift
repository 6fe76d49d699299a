package import Foundation

/// Who changed an instance, where its cloud keeps account of that.
package protocol ChangeHistory: Sendable {
    /// - Returns: nil when nothing of it is recorded, or not yet.
    /// - Throws: `ClassifiedCloudError`; one that is `refused` is not asked again.
    func author(of question: ChangeQuestion) async throws -> ChangeAuthor?
}

/// What is asked about one instance.
package struct ChangeQuestion: Hashable, Sendable {
    package let instance: InstanceID
    package let place: CloudPlace
    /// What differs; nil for an instance that nobody wants, of which it is asked who made it.
    package let field: DriftField?
    /// Nothing that was done before explains what differs now.
    package let since: Date

    package init(instance: InstanceID, place: CloudPlace, field: DriftField?, since: Date) {
        self.instance = instance
        self.place = place
        self.field = field
        self.since = since
    }
}

/// Somebody else than this controller, and what they did.
package struct ChangeAuthor: Hashable, Sendable {
    /// `arn:aws:iam::123456789012:user/ana`
    package let name: String
    /// `TerminateInstances`
    package let event: String
    package let time: Date

    package init(name: String, event: String, time: Date) {
        self.name = name
        self.event = event
        self.time = time
    }
}
