package import Foundation

/// A file that the body of an answer with a status of 2xx is written to as it comes, instead of being held; other
/// answers, which tell what is wrong, are held as ever.
package struct HTTPFileSink: Hashable, Sendable {
    /// Made anew, for its owner alone.
    package let url: URL
    /// More is an error, and what came until then stays in the file.
    package let maxBytes: Int

    package init(_ url: URL, maxBytes: Int) {
        self.url = url
        self.maxBytes = maxBytes
    }
}
