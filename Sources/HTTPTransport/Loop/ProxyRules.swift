import Foundation

/// Which hosts are reached without the proxy of the environment.
enum ProxyRules {
    /// The user's `no_proxy` with the loopback hosts added, in the form of `CURLOPT_NOPROXY`.
    static func exceptions(environment: [String: String]) -> String {
        let own = environment["no_proxy"] ?? environment["NO_PROXY"] ?? ""
        // A lone `*` is no pattern but the word for "no proxy at all".
        if own.trimmingCharacters(in: .whitespaces) == "*" { return "*" }
        return (own.isEmpty ? [] : [own]).appending("localhost,127.0.0.0/8,::1").joined(separator: ",")
    }
}

extension [String] {
    fileprivate func appending(_ element: String) -> [String] { self + [element] }
}
