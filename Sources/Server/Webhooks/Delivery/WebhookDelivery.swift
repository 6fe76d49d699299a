package import Foundation
package import HTTPTypes

/// One request of a forge, read whole.
package struct WebhookDelivery: Sendable {
    package let headers: HTTPFields
    package let body: Data

    package init(headers: HTTPFields, body: Data) {
        self.headers = headers
        self.body = body
    }

    /// The value of a header that is there exactly once; two of them are as good as none, since nobody knows which counts.
    func only(_ name: String) -> String? {
        guard let field = HTTPField.Name(name) else { return nil }
        let values = headers[values: field]
        return values.count == 1 ? values[0] : nil
    }

    /// Whether a header is there more than once.
    func repeats(_ name: String) -> Bool {
        HTTPField.Name(name).map { headers[values: $0].count > 1 } ?? false
    }
}
