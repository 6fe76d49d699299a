import Synchronization

/// The cookies that the requests of one session share; which of them goes with a request is decided by libcurl by the
/// rules of RFC 6265.
///
/// Requests may use it side by side: each puts in what its own answers changed.
package final class HTTPCookieJar: Sendable {
    /// In the order in which they came.
    private let cookies = Mutex<[CookieLine]>([])

    /// So many are kept, the newest.
    static let limit = 300

    package init() {}

    /// What a request starts with.
    ///
    /// - Parameter names: of cookies that the request brings its own value of.
    func lines(without names: Set<String>) -> [CookieLine] {
        cookies.withLock { $0.filter { !names.contains($0.name) } }
    }

    /// Takes over what the answers to a request changed.
    func take(_ after: [CookieLine], before: [CookieLine]) {
        let lost = Set(before.map(\.identity)).subtracting(after.map(\.identity))
        let known = Set(before)
        let changed = after.filter { !known.contains($0) }
        guard !lost.isEmpty || !changed.isEmpty else { return }
        cookies.withLock { cookies in
            cookies.removeAll { lost.contains($0.identity) }
            for cookie in changed {
                if let index = cookies.firstIndex(where: { $0.identity == cookie.identity }) {
                    cookies[index] = cookie
                } else {
                    cookies.append(cookie)
                }
            }
            cookies.removeFirst(max(0, cookies.count - Self.limit))
        }
    }
}

/// One cookie as libcurl writes it: a line of a Netscape cookie file, seven fields between tabs.
///
/// https://curl.se/docs/http-cookies.html
struct CookieLine: Hashable, Sendable {
    let text: String

    /// Domain, path and name: a cookie of the same three takes the place of another (RFC 6265 §5.3).
    var identity: [Substring] {
        let fields = fields
        return fields.count == 7 ? [fields[0], fields[2], fields[5]] : fields
    }

    var name: String {
        let fields = fields
        return fields.count == 7 ? String(fields[5]) : ""
    }

    private var fields: [Substring] { text.split(separator: "\t", maxSplits: 6, omittingEmptySubsequences: false) }
}
