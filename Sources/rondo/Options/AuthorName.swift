import Foundation

/// Who types, as others are shown it beside what they did.
enum AuthorName {
    /// `ana@laptop`
    static var current: String {
        let host = ProcessInfo.processInfo.hostName.split(separator: ".").first.map(String.init) ?? ""
        let user = ProcessInfo.processInfo.environment["USER"] ?? NSUserName()
        let name = user.isEmpty ? "somebody" : user
        return host.isEmpty ? name : "\(name)@\(host)"
    }
}
