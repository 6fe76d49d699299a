/// Writes one value into a canonical text.
struct CanonicalEncoder: Encoder {
    let text: CanonicalText
    let place: CanonicalText.Place

    /// Not kept: what has no canonical form is a mistake of the program, whatever its place.
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        text.begin(at: place, isObject: true)
        return KeyedEncodingContainer(CanonicalMembers(text: text, place: place))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        text.begin(at: place, isObject: false)
        return CanonicalItems(text: text, place: place)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { self }
}

extension CanonicalEncoder: SingleValueEncodingContainer {
    func encodeNil() { text.single(at: place).write(raw: "null") }
    func encode(_ value: Bool) { text.single(at: place).write(bool: value) }
    func encode(_ value: String) { text.single(at: place).write(string: value) }
    func encode(_ value: Double) { text.single(at: place).write(number: value) }
    func encode(_ value: Float) { text.single(at: place).write(number: value) }
    func encode(_ value: Int) { text.single(at: place).write(integer: value) }
    func encode(_ value: Int8) { text.single(at: place).write(integer: value) }
    func encode(_ value: Int16) { text.single(at: place).write(integer: value) }
    func encode(_ value: Int32) { text.single(at: place).write(integer: value) }
    func encode(_ value: Int64) { text.single(at: place).write(integer: value) }
    func encode(_ value: UInt) { text.single(at: place).write(integer: value) }
    func encode(_ value: UInt8) { text.single(at: place).write(integer: value) }
    func encode(_ value: UInt16) { text.single(at: place).write(integer: value) }
    func encode(_ value: UInt32) { text.single(at: place).write(integer: value) }
    func encode(_ value: UInt64) { text.single(at: place).write(integer: value) }
    func encode(_ value: some Encodable) throws { try text.single(at: place).write(value) }
}

/// Writes the members of an object.
private struct CanonicalMembers<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let text: CanonicalText
    let place: CanonicalText.Place

    var codingPath: [any CodingKey] { [] }

    func encodeNil(forKey key: Key) { begin(key).write(raw: "null") }
    func encode(_ value: Bool, forKey key: Key) { begin(key).write(bool: value) }
    func encode(_ value: String, forKey key: Key) { begin(key).write(string: value) }
    func encode(_ value: Int, forKey key: Key) { begin(key).write(integer: value) }
    func encode(_ value: some Encodable, forKey key: Key) throws { try begin(key).write(value) }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        encoder(key.stringValue).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        encoder(key.stringValue).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { encoder("super") }
    func superEncoder(forKey key: Key) -> any Encoder { encoder(key.stringValue) }

    private func begin(_ key: Key) -> CanonicalText {
        text.beginMember(key.stringValue, of: place)
        return text
    }

    private func encoder(_ key: String) -> CanonicalEncoder {
        text.beginMember(key, of: place)
        return CanonicalEncoder(text: text, place: text.newPlace())
    }
}

/// Writes the items of an array.
private struct CanonicalItems: UnkeyedEncodingContainer {
    let text: CanonicalText
    let place: CanonicalText.Place
    private(set) var count = 0

    init(text: CanonicalText, place: CanonicalText.Place) {
        self.text = text
        self.place = place
    }

    var codingPath: [any CodingKey] { [] }

    mutating func encodeNil() { begin().write(raw: "null") }
    mutating func encode(_ value: Bool) { begin().write(bool: value) }
    mutating func encode(_ value: String) { begin().write(string: value) }
    mutating func encode(_ value: Int) { begin().write(integer: value) }
    mutating func encode(_ value: some Encodable) throws { try begin().write(value) }

    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        encoder().container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { encoder().unkeyedContainer() }
    mutating func superEncoder() -> any Encoder { encoder() }

    private mutating func begin() -> CanonicalText {
        text.beginItem(of: place)
        count += 1
        return text
    }

    private mutating func encoder() -> CanonicalEncoder {
        text.beginItem(of: place)
        count += 1
        return CanonicalEncoder(text: text, place: text.newPlace())
    }
}
