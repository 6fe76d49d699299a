package import Foundation

/// A part of a file that is sent as a request's body, read as it is sent and never held whole.
package struct HTTPFileBody: Hashable, Sendable {
    package let url: URL
    /// Where in the file it begins.
    package let offset: Int
    /// In bytes; a file that has fewer is an error.
    package let count: Int

    package init(_ url: URL, offset: Int = 0, count: Int) {
        self.url = url
        self.offset = offset
        self.count = count
    }
}
