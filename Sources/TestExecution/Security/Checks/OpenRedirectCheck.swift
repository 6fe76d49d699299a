import Foundation
import HTTPTransport
import Model

/// `open-redirect`: whether a link to the service can lead anywhere.
enum OpenRedirectCheck {
    private static let host = "rondo-probe.example"

    /// The ways to write a foreign address: whole, without a scheme, and with a sign that browsers take for a slash.
    private static let forms = ["https://\(host)/", "//\(host)/", "/\\\(host)/"]

    private static let parameters = [
        "next", "url", "redirect", "redirect_uri", "redirect_url", "return", "returnTo", "return_to", "returnUrl",
        "continue", "dest", "destination", "target", "to", "goto", "RelayState",
    ]

    static func run(_ run: CheckRun) async throws(CheckFailure) -> [SecurityFinding] {
        var found: [SecurityFinding] = []
        for address in run.addresses {
            if let finding = try await finding(at: address, run) { found.append(finding) }
        }
        return found
    }

    private static func finding(at address: String, _ run: CheckRun) async throws(CheckFailure) -> SecurityFinding? {
        let isOpen = address.hasSuffix("=")
        for form in forms {
            let value = PercentEncoding.encode(form)
            let url = isOpen ? address + value : ask(address, parameters, value)
            guard let way = leadsAway(try await run.get(url)) else { continue }
            if isOpen { return run.finding("leads to any host by its \(way)", at: url) }
            for name in parameters {
                let alone = ask(address, [name], value)
                guard leadsAway(try await run.get(alone)) != nil else { continue }
                return run.finding("`\(name)` leads to any host by its \(way)", at: alone)
            }
            return run.finding("leads to any host by its \(way)", at: url)
        }
        guard address == run.addresses.first else { return nil }
        // What repairs a path by a redirect may take its beginning for a host.
        let url = "\(run.target.origin)//\(host)"
        return leadsAway(try await run.get(url)).map {
            run.finding("a path with two slashes leads to any host by its \($0)", at: url)
        }
    }

    private static func ask(_ address: String, _ names: [String], _ value: String) -> String {
        let plain = address.hasSuffix("?") ? String(address.dropLast()) : address
        return plain + (plain.contains("?") ? "&" : "?") + names.map { "\($0)=\(value)" }.joined(separator: "&")
    }

    /// The header that leads to the foreign host; nil where none does.
    private static func leadsAway(_ response: HTTPResponse) -> String? {
        if (300..<400).contains(response.status), let location = response.headers.all("Location").first,
            isForeign(location)
        {
            return "`Location`"
        }
        guard let refresh = response.headers.all("Refresh").first,
            let match = refresh.firstMatch(of: /(?i)url\s*=\s*['"]?(\S+)/), isForeign(String(match.output.1))
        else { return nil }
        return "`Refresh`"
    }

    /// As browsers read it (URL standard): a backslash is a slash, line breaks and tabs are nothing.
    private static func isForeign(_ location: String) -> Bool {
        var rest = location.filter { !"\t\r\n".contains($0) }.replacing("\\", with: "/")
            .trimmingCharacters(in: .whitespaces).lowercased()[...]
        for scheme in ["http:", "https:"] where rest.hasPrefix(scheme) { rest = rest.dropFirst(scheme.count) }
        guard rest.hasPrefix("//") else { return false }
        let authority = rest.drop { $0 == "/" }.prefix { !"/?#".contains($0) }
        let name = authority.split(separator: "@").last?.prefix { $0 != ":" } ?? ""
        return name == host || name.hasSuffix("." + host)
    }
}
