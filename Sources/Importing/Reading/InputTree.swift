import Foundation
import Manifests
import Model

/// A JSON or YAML file as a tree, within bounds.
enum InputTree {
    static func tree(_ text: String, file: String) throws(ImportError) -> JSONValue {
        do {
            return try YAMLTree.parse(
                Data(text.utf8), bytes: ImportLimits.bytes, nodes: ImportLimits.nodes, depth: ImportLimits.depth)
        } catch {
            throw ImportError(file: file, line: error.line, column: error.column, error.message)
        }
    }
}

extension JSONValue {
    var members: [String: JSONValue] {
        guard case .object(let members) = self else { return [:] }
        return members
    }

    var items: [JSONValue] {
        guard case .array(let items) = self else { return [] }
        return items
    }

    var bool: Bool? {
        guard case .bool(let flag) = self else { return nil }
        return flag
    }

    var integer: Int? {
        guard case .integer(let number) = self else { return nil }
        return Int(number)
    }

    /// A scalar as a text.
    var scalarText: String? {
        switch self {
        case .string(let text): text
        case .integer(let number): "\(number)"
        case .number(let number): "\(number)"
        case .bool(let flag): "\(flag)"
        case .null, .array, .object: nil
        }
    }
}
