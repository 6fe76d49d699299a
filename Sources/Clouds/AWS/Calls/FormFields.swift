import Foundation
import HTTPTransport

/// The parameters of a call of the query protocol, in order.
struct FormFields: Hashable, Sendable {
    private(set) var pairs: [(name: String, value: String)] = []

    static func == (left: FormFields, right: FormFields) -> Bool {
        left.pairs.elementsEqual(right.pairs) { $0 == $1 }
    }

    func hash(into hasher: inout Hasher) {
        for pair in pairs {
            hasher.combine(pair.name)
            hasher.combine(pair.value)
        }
    }

    init(_ pairs: [(String, String)] = []) { self.pairs = pairs.map { (name: $0.0, value: $0.1) } }

    /// A value that is not there is not sent.
    mutating func set(_ name: String, _ value: String?) {
        if let value { pairs.append((name, value)) }
    }

    /// `name.1`, `name.2` and so on.
    mutating func list(_ name: String, _ values: [String]) {
        for (index, value) in values.enumerated() { pairs.append(("\(name).\(index + 1)", value)) }
    }

    /// `Filter.N.Name` and its values; `number` counts from 1.
    mutating func filter(_ number: Int, _ name: String, _ values: [String]) {
        pairs.append(("Filter.\(number).Name", name))
        list("Filter.\(number).Value", values)
    }

    /// `application/x-www-form-urlencoded` as AWS's own clients write it: a blank as `+`, all else that is reserved encoded.
    var body: Data {
        func encode(_ text: String) -> String { PercentEncoding.encode(text).replacing("%20", with: "+") }
        return Data(pairs.map { "\(encode($0.name))=\(encode($0.value))" }.joined(separator: "&").utf8)
    }
}
