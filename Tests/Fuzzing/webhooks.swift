import Foundation
import Model

/// Reads the bytes as a delivery: the first says from whom and in which form, the rest is the body. Whatever it is, names
/// are bounded and on one line.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard count > 0 else { return 0 }
    let choice = start[0]
    let form: WebhookBody.Form = choice & 0x08 == 0 ? .json : .urlEncoded
    guard let payload = WebhookBody.payload(of: Data(bytes: start + 1, count: count - 1), form: form) else { return 0 }
    for event in ["push", "pull_request", "repo:push", "pullrequest:updated", "repo:refs_changed", "pr:opened", "ping"]
    {
        let news =
            switch choice & 0x07 {
            case 0: GitHubPayload.news(event: event, payload)
            case 1: GitLabPayload.news(payload)
            case 2: GiteaPayload.news(event: event, payload)
            case 3: BitbucketPayload.news(event: event, payload)
            case 4: BitbucketServerPayload.news(event: event, payload)
            default: GenericPayload.news(payload)
            }
        precondition(news.refs.count <= count, "more refs than bytes")
        for text in [news.repository ?? ""] + news.refs.map(\.ref) + news.refs.compactMap(\.commit) {
            precondition(text.utf8.count <= 1_200, "a name of \(text.utf8.count) bytes")
            precondition(
                text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }, "a control in a name")
        }
        guard let name = news.repository else { continue }
        for url in ["https://git.example.org/team/tests.git", "git@git.example.org:team/tests", "/srv/tests"] {
            _ = RepositoryName.matches(name, url: url)
        }
    }
    return 0
}
