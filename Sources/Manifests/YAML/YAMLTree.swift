package import Foundation
package import Model

/// Documents that are no manifests, JSON or YAML, as trees.
package enum YAMLTree {
    /// Why a text is no document; with the place.
    package struct Failure: Error, Hashable, Sendable {
        package let line: Int
        package let column: Int
        package let message: String
    }

    /// The first document of a text. Keys are texts, as they are written; of equal ones the last counts.
    package static func parse(_ data: Data, bytes: Int, nodes: Int, depth: Int) throws(Failure) -> JSONValue {
        if data.count <= bytes, data.first(where: { !isBlank($0) }).map({ $0 == UInt8(ascii: "{") }) == true,
            let value = try? JSONParser.parse(data), value.isAtMost(depth)
        {
            return value
        }
        let file = YAMLParser.parse(
            data, limits: YAMLLimits(bytes: bytes, depth: depth, nodes: nodes, documents: 1_000))
        if let error = file.errors.first {
            throw Failure(line: error.mark.line, column: error.mark.column, message: error.message)
        }
        guard let document = file.documents.first else { throw Failure(line: 1, column: 1, message: "it is empty") }
        return document.tree
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}

extension YAMLNode {
    fileprivate var tree: JSONValue {
        switch content {
        case .sequence(let items): .array(items.map(\.tree))
        case .mapping(let entries):
            .object(Dictionary(entries.map { ($0.key.keyText ?? "", $0.value.tree) }) { $1 })
        case .scalar(let scalar):
            switch scalar.value(tag: tag) {
            case .null: .null
            case .bool(let flag): .bool(flag)
            case .integer(let number): .integer(number)
            case .number(let number) where number.isFinite: .number(number)
            case .number, .largeInteger: .string(scalar.text)
            case .string(let text): .string(text)
            }
        }
    }
}

extension JSONValue {
    /// Whether it nests no deeper than so many levels.
    fileprivate func isAtMost(_ depth: Int) -> Bool {
        switch self {
        case .null, .bool, .integer, .number, .string: true
        case .array(let items): depth > 0 && items.allSatisfy { $0.isAtMost(depth - 1) }
        case .object(let members): depth > 0 && members.values.allSatisfy { $0.isAtMost(depth - 1) }
        }
    }
}
