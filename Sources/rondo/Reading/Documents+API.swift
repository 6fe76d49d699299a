import API
import Model
import Reports

extension OutputFormat {
    /// A value of the API as the document that was asked for: the same bytes, whoever answered.
    func document(_ value: some Encodable) throws -> String {
        self == .yaml ? try Documents.yaml(tree(value)) : try Documents.json(tree(value))
    }

    /// The same as JSON on one line.
    func documentLine(_ value: some Encodable) throws -> String { try Documents.line(tree(value)) }

    private func tree(_ value: some Encodable) throws -> JSONValue {
        try APICoding.decode(JSONValue.self, from: APICoding.encode(value))
    }
}
