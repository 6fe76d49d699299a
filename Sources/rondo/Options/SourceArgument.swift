import ArgumentParser
import Foundation
import GitSource
import Model

/// `[NAME=]URL|PATH` of `--source`.
struct SourceArgument: ExpressibleByArgument, Sendable {
    let name: String
    let url: String

    init?(argument: String) {
        guard !argument.isEmpty else { return nil }
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let isName = parts[0].allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
        if parts.count == 2, isName, !parts[0].isEmpty, !parts[1].isEmpty {
            name = parts[0]
            url = parts[1]
        } else {
            name = SourceConfiguration.defaultName
            url = argument
        }
    }

    /// The URL, or the absolute form of a path.
    var location: String { Self.location(of: url) }

    static func location(of url: String) -> String {
        let colon = url.firstIndex(of: ":")
        // `host:path` is an address of ssh, as git itself takes it.
        guard !url.contains("://"), colon.map({ url[..<$0].contains("/") }) ?? true else { return url }
        let path = URL(filePath: url).standardizedFileURL.path(percentEncoded: false)
        return path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }
}
