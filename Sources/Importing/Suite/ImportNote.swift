/// Something of the input that the suite does not have, or has in another way.
package struct ImportNote: Hashable, Sendable, CustomStringConvertible {
    /// `login.hurl:12`, or `petstore.yaml: GET /pets`.
    package let place: String
    package let message: String

    init(_ place: String, _ message: String) {
        self.place = place
        self.message = message
    }

    package var description: String { "\(place): \(message)" }
}
