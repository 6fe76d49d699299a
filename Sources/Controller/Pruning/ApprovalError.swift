import Model

/// Why nothing was approved.
package enum ApprovalError: Error, Hashable, Sendable {
    case notAHash(String)
    /// Nothing that is held now has this hash: it was carried out, or another commit or instance changed it.
    case unknown(String)

    package var isNotFound: Bool {
        switch self {
        case .notAHash: false
        case .unknown: true
        }
    }
}

extension ApprovalError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notAHash(let text):
            "`\(text)` is no approval hash: `rondo plan` prints one of at least 8 hexadecimal digits beside what is held"
        case .unknown(let text):
            "nothing that is held now has the approval hash \(text): a newer commit or another instance gives another "
                + "one, `rondo plan` shows it"
        }
    }
}
