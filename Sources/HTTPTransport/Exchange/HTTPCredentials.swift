/// User and password, and how they are sent.
package enum HTTPCredentials: Hashable, Sendable {
    /// RFC 7617.
    case basic(user: String, password: String)
    /// RFC 7616; the first request is sent without, to be told a nonce.
    case digest(user: String, password: String)
}
