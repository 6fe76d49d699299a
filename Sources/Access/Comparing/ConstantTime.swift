import Crypto
package import Foundation

/// Comparisons of secrets whose time tells nothing about where, or by how much, two values differ.
package enum ConstantTime {
    /// Compares digests, so that not even the lengths can be told from the time.
    package static func equals(_ left: some DataProtocol, _ right: some DataProtocol) -> Bool {
        SHA256.hash(data: left) == SHA256.hash(data: right)
    }

    package static func equals(_ left: String, _ right: String) -> Bool {
        equals(Array(left.utf8), Array(right.utf8))
    }
}
