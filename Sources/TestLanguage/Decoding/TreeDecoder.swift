package import Model

/// Decodes `Codable` types straight from a tree, without a detour over JSON text.
///
/// Where text is wanted and the tree has a number, a boolean or a structure (a reference that was resolved with its type),
/// the value's text is given. Everything else is as strict as `JSONDecoder`.
package enum TreeDecoder {
    package static func decode<Value: Decodable>(_ type: Value.Type, from tree: JSONValue) throws -> Value {
        try TreeDecoding(tree: tree, codingPath: []).decode(type)
    }

    /// A decoder over a tree, for types that are decoded by an initializer of their own.
    package static func decoder(for tree: JSONValue) -> any Decoder { TreeDecoding(tree: tree, codingPath: []) }
}

/// One place of the tree that is being decoded.
struct TreeDecoding: Decoder {
    let tree: JSONValue
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        if type == JSONValue.self, let value = tree as? Value { return value }
        if type == String.self, tree != .null, let text = tree.templateText as? Value { return text }
        return try Value(from: self)
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard case .object(let members) = tree else { throw mismatch("an object", [String: JSONValue].self) }
        return KeyedDecodingContainer(TreeKeyedContainer(members: members, codingPath: codingPath))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard case .array(let items) = tree else { throw mismatch("an array", [JSONValue].self) }
        return TreeUnkeyedContainer(items: items, codingPath: codingPath)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer { self }

    func child(_ tree: JSONValue, _ key: any CodingKey) -> TreeDecoding {
        TreeDecoding(tree: tree, codingPath: codingPath + [key])
    }

    private func mismatch(_ wanted: String, _ type: any Any.Type) -> DecodingError {
        DecodingError.typeMismatch(
            type,
            DecodingError.Context(
                codingPath: codingPath, debugDescription: "\(wanted) expected, \(tree.typeName) found"))
    }

    private func integer<Value: FixedWidthInteger>(_ type: Value.Type) throws -> Value {
        guard case .integer(let number) = tree, let value = Value(exactly: number) else {
            throw mismatch("an integer", type)
        }
        return value
    }
}

extension TreeDecoding: SingleValueDecodingContainer {
    func decodeNil() -> Bool { tree == .null }

    func decode(_ type: Bool.Type) throws -> Bool {
        guard case .bool(let value) = tree else { throw mismatch("a boolean", type) }
        return value
    }

    /// Structures are refused here, so that types which try one shape after the other see the one there is.
    func decode(_ type: String.Type) throws -> String {
        switch tree {
        case .bool, .integer, .number, .string: return tree.templateText
        case .null, .array, .object: throw mismatch("a string", type)
        }
    }

    func decode(_ type: Double.Type) throws -> Double {
        guard let value = tree.double else { throw mismatch("a number", type) }
        return value
    }

    func decode(_ type: Float.Type) throws -> Float { Float(try decode(Double.self)) }
    func decode(_ type: Int.Type) throws -> Int { try integer(type) }
    func decode(_ type: Int8.Type) throws -> Int8 { try integer(type) }
    func decode(_ type: Int16.Type) throws -> Int16 { try integer(type) }
    func decode(_ type: Int32.Type) throws -> Int32 { try integer(type) }
    func decode(_ type: Int64.Type) throws -> Int64 { try integer(type) }
    func decode(_ type: UInt.Type) throws -> UInt { try integer(type) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try integer(type) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try integer(type) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try integer(type) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try integer(type) }
}
