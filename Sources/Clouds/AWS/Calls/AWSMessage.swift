import Model

/// What AWS says of a refusal, as far as people are told of it.
struct AWSMessage: Hashable, Sendable {
    /// The longest message that says something to a person is shorter.
    private static let limit = 600

    let text: String
    /// What a policy has to allow, where it says so: it may be another action than the one that was called.
    let denied: AWSPermission?

    /// - Parameter whole: what may hold all that was signed, the session's token with it, from its second line on, or
    ///   an explanation that only AWS can read.
    init(_ whole: String) {
        let line = whole.split(separator: /\r?\n/, maxSplits: 1).first.map(String.init) ?? ""
        let shape = /is not authorized to perform: ([A-Za-z0-9-]+:[A-Za-z0-9*]+)(?: on resource: "?(arn:[^\s"]+))?/
        denied = line.firstMatch(of: shape).map {
            AWSPermission(action: String($0.1), resource: $0.2.map(String.init) ?? "*")
        }
        let plain = line.replacing(/\s*Encoded authorization failure message:\s*\S+/, with: "")
        text = plain.count > Self.limit ? "\(plain.prefix(Self.limit))…" : plain
    }
}
