import HTTPTransport
import Model

/// `directory-listing`: whether folders show what is in them.
enum DirectoryListingCheck {
    private static let folderLimit = 10

    /// Of nginx and Apache, Python, Jetty, Tomcat, IIS, Node's serve-index, and object stores with the interface of S3.
    private static let pattern =
        #"(?i)<title>\s*(index of /|directory listing|directory: /|listing directory /)"#
        + #"|<h1>\s*index of /|\[to parent directory\]|<listbucketresult"#

    static func run(_ run: CheckRun) async throws(CheckFailure) -> [SecurityFinding] {
        var found: [SecurityFinding] = []
        var search = AnswerSearch()
        for address in run.items.map({ $0.map { folder(run.target.url($0)) } }) ?? ownFolders(run.target) {
            let response = try await run.get(address)
            guard response.isSuccess, search.finds(pattern, of: "a listing", in: response.text, at: address) else {
                continue
            }
            found.append(run.finding("the folder shows what is in it", at: address))
        }
        return try search.result(found)
    }

    private static func folder(_ url: String) -> String {
        let plain = String(url.prefix { $0 != "?" })
        return plain.hasSuffix("/") ? plain : plain + "/"
    }

    /// From the address's own up to the root.
    private static func ownFolders(_ target: SecurityTarget) -> [String] {
        let names = target.path.split(separator: "/")
        let depth = target.path.hasSuffix("/") ? names.count : max(0, names.count - 1)
        return (0...depth).reversed().prefix(folderLimit).map { depth in
            target.origin + "/" + names.prefix(depth).map { $0 + "/" }.joined()
        }
    }
}
