import Foundation
import HTTPTransport
import Model

/// The command line of the curl program that repeats a request; quoted for a POSIX shell.
enum CurlCommandLine {
    /// The trace header is left out: a repetition is another trace. So are user and password of the URL.
    static func text(of request: HTTPRequest) -> String {
        var words = ["curl"]
        words += methodWords(of: request)
        if request.url.contains(where: { "[]{}".contains($0) }) { words.append("-g") }
        if request.followRedirects { words += ["-L", "--max-redirs", "\(request.maxRedirects)"] }
        words.append(MaskedURL.mask(request.url))
        for (name, value) in request.headers where name.lowercased() != "traceparent" {
            words += ["-H", value.allSatisfy { $0 == " " } ? "\(name);" : "\(name): \(value)"]
        }
        let hasType = request.headers.contains { $0.name.lowercased() == "content-type" }
        let text = body(of: request)
        // curl would call any body a form.
        if text != nil, !hasType { words += ["-H", "content-type:"] }
        if let text { words += [text.hasPrefix("@") ? "--data-raw" : "-d", text] }
        return words.map(ShellWord.quote).joined(separator: " ")
    }

    /// With redirects the method is left to curl where it would take the same one, since `-X` holds for every hop.
    private static func methodWords(of request: HTTPRequest) -> [String] {
        switch request.method {
        case "GET" where request.body == nil: []
        case "HEAD" where request.body == nil: ["--head"]
        case "POST" where request.followRedirects: []
        default: ["-X", request.method]
        }
    }

    private static func body(of request: HTTPRequest) -> String? {
        if let body = request.body { return String(decoding: body, as: UTF8.self) }
        return ["POST", "PUT", "PATCH"].contains(request.method) ? "" : nil
    }
}
