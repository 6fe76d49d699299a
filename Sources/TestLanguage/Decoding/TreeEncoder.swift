package import Model

/// Encodes `Codable` types straight into a tree, the counterpart of `TreeDecoder`.
package enum TreeEncoder {
    package static func encode(_ value: some Encodable) throws -> JSONValue {
        try TreeEncoding.tree(value, codingPath: [])
    }
}

/// A place of the tree that is being filled; shared by the containers that write to it.
final class TreeSlot {
    var tree: JSONValue?
    var members: [String: TreeSlot] = [:]
    var items: [TreeSlot] = []

    /// What was written, an empty object when nothing was.
    var value: JSONValue {
        if let tree { return tree }
        return items.isEmpty ? .object(members.mapValues(\.value)) : .array(items.map(\.value))
    }
}

/// What one value, or one part of it, writes itself to.
struct TreeEncoding: Encoder {
    let slot: TreeSlot
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    static func tree(_ value: some Encodable, codingPath: [any CodingKey]) throws -> JSONValue {
        if let tree = value as? JSONValue { return tree }
        let encoding = TreeEncoding(slot: TreeSlot(), codingPath: codingPath)
        try value.encode(to: encoding)
        return encoding.slot.value
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(TreeKeyedEncoding(slot: slot, codingPath: codingPath))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        if slot.items.isEmpty { slot.tree = .array([]) }
        return TreeUnkeyedEncoding(slot: slot, codingPath: codingPath)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { self }

    private func put(_ value: some BinaryInteger) throws {
        guard let number = Int64(exactly: value) else {
            throw EncodingError.invalidValue(
                value, EncodingError.Context(codingPath: codingPath, debugDescription: "too large for a tree"))
        }
        slot.tree = .integer(number)
    }
}

extension TreeEncoding: SingleValueEncodingContainer {
    func encodeNil() { slot.tree = .null }
    func encode(_ value: Bool) { slot.tree = .bool(value) }
    func encode(_ value: String) { slot.tree = .string(value) }
    func encode(_ value: Double) { slot.tree = .number(value) }
    func encode(_ value: Float) { slot.tree = .number(Double(value)) }
    func encode(_ value: Int) throws { try put(value) }
    func encode(_ value: Int8) throws { try put(value) }
    func encode(_ value: Int16) throws { try put(value) }
    func encode(_ value: Int32) throws { try put(value) }
    func encode(_ value: Int64) throws { try put(value) }
    func encode(_ value: UInt) throws { try put(value) }
    func encode(_ value: UInt8) throws { try put(value) }
    func encode(_ value: UInt16) throws { try put(value) }
    func encode(_ value: UInt32) throws { try put(value) }
    func encode(_ value: UInt64) throws { try put(value) }
    func encode(_ value: some Encodable) throws { slot.tree = try Self.tree(value, codingPath: codingPath) }
}

/// Writes the members of an object.
struct TreeKeyedEncoding<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let slot: TreeSlot
    let codingPath: [any CodingKey]

    func encodeNil(forKey key: Key) { child(key).tree = .null }

    func encode(_ value: some Encodable, forKey key: Key) throws {
        child(key).tree = try TreeEncoding.tree(value, codingPath: codingPath + [key])
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        TreeEncoding(slot: child(key), codingPath: codingPath + [key]).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        TreeEncoding(slot: child(key), codingPath: codingPath + [key]).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { TreeEncoding(slot: slot, codingPath: codingPath) }

    func superEncoder(forKey key: Key) -> any Encoder {
        TreeEncoding(slot: child(key), codingPath: codingPath + [key])
    }

    private func child(_ key: Key) -> TreeSlot {
        let child = TreeSlot()
        slot.members[key.stringValue] = child
        return child
    }
}

/// Writes the items of an array.
struct TreeUnkeyedEncoding: UnkeyedEncodingContainer {
    let slot: TreeSlot
    let codingPath: [any CodingKey]

    var count: Int { slot.items.count }

    func encodeNil() { child().tree = .null }

    func encode(_ value: some Encodable) throws {
        child().tree = try TreeEncoding.tree(value, codingPath: codingPath)
    }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        TreeEncoding(slot: child(), codingPath: codingPath).container(keyedBy: type)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        TreeEncoding(slot: child(), codingPath: codingPath).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { TreeEncoding(slot: child(), codingPath: codingPath) }

    private func child() -> TreeSlot {
        let child = TreeSlot()
        slot.tree = nil
        slot.items.append(child)
        return child
    }
}
