/// What one delivery of a forge tells: of which repository, and which refs are said to be at which commits now.
///
/// Nothing of it is believed; it only says whether looking at a source is worth while.
package struct WebhookNews: Hashable, Sendable {
    package enum Topic: Hashable, Sendable {
        /// A branch or tag was made, moved or removed.
        case push
        /// A pull or merge request was opened, or its commits changed.
        case pullRequest
        /// The forge tries whether anybody listens.
        case ping
        /// Anything else: comments, checks, labels.
        case other
    }

    /// A ref with the commit that it is said to be at.
    package struct RefUpdate: Hashable, Sendable {
        /// A full name: `refs/heads/main`.
        package let ref: String
        /// nil when the ref was removed, or when the delivery does not say it.
        package let commit: String?

        package init(ref: String, commit: String?) {
            self.ref = ref
            self.commit = commit
        }
    }

    package var topic: Topic
    /// `owner/name`, or a longer path where groups nest; nil when the delivery names none.
    package var repository: String?
    package var refs: [RefUpdate]

    package init(topic: Topic, repository: String? = nil, refs: [RefUpdate] = []) {
        self.topic = topic
        self.repository = repository
        self.refs = refs
    }
}
