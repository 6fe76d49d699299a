import Foundation

/// The canonical text of a value while it is written.
///
/// Objects and arrays are filled one after the other: what is written to one closes those that were opened in it. An
/// object's members are put in order when it is closed, in place, so that nothing is kept but bytes.
final class CanonicalText {
    private(set) var bytes: [UInt8] = []
    private var open: [Frame] = []
    /// Members of all open objects, the innermost object's last.
    private var members: [Member] = []
    private var places = 0
    /// Where a value begins that an encoder was handed out for and that may never be written.
    private var due: Int?
    /// Whether something was written to an object or array after its end, which has no canonical form.
    private(set) var isOutOfTurn = false

    /// An object or array that has not ended.
    private struct Frame {
        let place: Place
        let isObject: Bool
        /// Where in `members` its own begin.
        let firstMember: Int
        var isEmpty = true
    }

    private struct Member {
        let key: String
        /// Where in `bytes` its key begins.
        let start: Int
    }

    /// Where one value goes; containers that an encoder makes for the same value share it.
    struct Place: Equatable {
        fileprivate let number: Int
        /// How many frames were open around it.
        fileprivate let depth: Int
    }

    init() { bytes.reserveCapacity(1_024) }

    // Values.

    /// Writes a value of any type where the next one is due.
    func write<Value: Encodable>(_ value: Value) throws {
        if try writeKnown(value) { return }
        let place = newPlace()
        try value.encode(to: CanonicalEncoder(text: self, place: place))
        close(to: place.depth)
    }

    /// Types with a form of their own, and those that are much cheaper to write at once.
    private func writeKnown<Value: Encodable>(_ value: Value) throws -> Bool {
        if Value.self == JSONValue.self, let tree = value as? JSONValue {
            write(tree: tree)
        } else if Value.self == [String: String].self, let map = value as? [String: String] {
            write(object: map) { write(string: $0) }
        } else if Value.self == [String].self, let list = value as? [String] {
            write(array: list) { write(string: $0) }
        } else if Value.self == Date.self, let date = value as? Date {
            write(string: date.formatted(.iso8601))
        } else if Value.self == Data.self, let data = value as? Data {
            write(string: data.base64EncodedString())
        } else if Value.self == URL.self, let url = value as? URL {
            write(string: url.absoluteString)
        } else {
            return false
        }
        return true
    }

    func write(raw text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    func write(bool value: Bool) { write(raw: value ? "true" : "false") }

    func write(integer value: some BinaryInteger) { bytes.append(contentsOf: String(value).utf8) }

    /// YAML has `.nan` and `.inf`; as text, else they would have no form.
    func write(number value: some BinaryFloatingPoint & LosslessStringConvertible) {
        if value.isNaN {
            write(raw: "\"nan\"")
        } else if value.isInfinite {
            write(raw: value < 0 ? "\"-inf\"" : "\"inf\"")
        } else {
            let text = value.description
            bytes.append(contentsOf: text.hasSuffix(".0") ? text.utf8.dropLast(2) : text.utf8[...])
        }
    }

    func write(string text: String) {
        bytes.append(UInt8(ascii: "\""))
        let isPlain = text.utf8.withContiguousStorageIfAvailable { utf8 in
            guard utf8.allSatisfy({ $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) else {
                return false
            }
            bytes.append(contentsOf: utf8)
            return true
        }
        if isPlain != true { for byte in text.utf8 { write(escaping: byte) } }
        bytes.append(UInt8(ascii: "\""))
    }

    private func write(escaping byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): write(raw: "\\\"")
        case UInt8(ascii: "\\"): write(raw: "\\\\")
        case 0x08: write(raw: "\\b")
        case 0x0C: write(raw: "\\f")
        case 0x0A: write(raw: "\\n")
        case 0x0D: write(raw: "\\r")
        case 0x09: write(raw: "\\t")
        case 0..<0x20:
            write(raw: byte < 0x10 ? "\\u000" : "\\u001")
            bytes.append(contentsOf: String(byte & 0xF, radix: 16).utf8)
        default: bytes.append(byte)
        }
    }

    private func write(tree: JSONValue) {
        switch tree {
        case .null: write(raw: "null")
        case .bool(let value): write(bool: value)
        case .integer(let value): write(integer: value)
        case .number(let value): write(number: value)
        case .string(let value): write(string: value)
        case .array(let items): write(array: items, write(tree:))
        case .object(let members): write(object: members, write(tree:))
        }
    }

    private func write<Item>(array items: [Item], _ write: (Item) -> Void) {
        bytes.append(UInt8(ascii: "["))
        for (index, item) in items.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            write(item)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private func write<Item>(object members: [String: Item], _ write: (Item) -> Void) {
        bytes.append(UInt8(ascii: "{"))
        for (index, member) in members.sorted(by: { $0.key.comesBefore($1.key) }).enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            self.write(string: member.key)
            bytes.append(UInt8(ascii: ":"))
            write(member.value)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    // Objects and arrays.

    /// A place for the value that is due next, wherever an encoder writes it from. Without a value it is `{}`.
    func newPlace() -> Place {
        places += 1
        due = bytes.count
        return Place(number: places, depth: open.count)
    }

    /// Begins the object or array of a place, or goes on with it.
    func begin(at place: Place, isObject: Bool) {
        if open.count > place.depth, open[place.depth].place == place { return }
        if place.number != places || due != bytes.count { isOutOfTurn = true }
        due = nil
        open.append(Frame(place: place, isObject: isObject, firstMember: members.count))
        bytes.append(UInt8(ascii: isObject ? "{" : "["))
    }

    /// What a value without objects or arrays of its own is written to.
    func single(at place: Place) -> CanonicalText {
        if place.number != places || due != bytes.count { isOutOfTurn = true }
        return self
    }

    /// Makes room for the next item of the array of a place.
    func beginItem(of place: Place) { separate(place) }

    /// Writes the key of the next member of the object of a place.
    func beginMember(_ key: String, of place: Place) {
        separate(place)
        members.append(Member(key: key, start: bytes.count))
        write(string: key)
        bytes.append(UInt8(ascii: ":"))
    }

    private func separate(_ place: Place) {
        guard open.count > place.depth, open[place.depth].place == place else {
            isOutOfTurn = true
            return
        }
        close(to: place.depth + 1)
        if !open[place.depth].isEmpty { bytes.append(UInt8(ascii: ",")) }
        open[place.depth].isEmpty = false
    }

    private func close(to depth: Int) {
        if due == bytes.count { write(raw: "{}") }
        due = nil
        while open.count > depth, let frame = open.popLast() {
            if frame.isObject { sortMembers(from: frame.firstMember) }
            bytes.append(UInt8(ascii: frame.isObject ? "}" : "]"))
        }
    }

    /// Puts the members of the innermost object in the order of their keys; of equal ones the last counts.
    private func sortMembers(from first: Int) {
        defer { members.removeSubrange(first...) }
        let own = members[first...]
        guard let start = own.first?.start,
            zip(own, own.dropFirst()).contains(where: { !$0.key.comesBefore($1.key) })
        else { return }
        let ends = own.dropFirst().map { $0.start - 1 } + [bytes.count]
        let sorted = zip(own, ends).sorted { left, right in
            left.0.key.comesBefore(right.0.key) || left.0.key == right.0.key && left.0.start < right.0.start
        }
        var ordered: [UInt8] = []
        ordered.reserveCapacity(bytes.count - start)
        for (index, (member, end)) in sorted.enumerated()
        where index + 1 == sorted.count || sorted[index + 1].0.key != member.key {
            if !ordered.isEmpty { ordered.append(UInt8(ascii: ",")) }
            ordered.append(contentsOf: bytes[member.start..<end])
        }
        bytes.replaceSubrange(start..., with: ordered)
    }
}

extension String {
    /// Keys are in the order of their UTF-8 bytes, as `JSONEncoder` has them on Linux.
    fileprivate func comesBefore(_ other: String) -> Bool { utf8.lexicographicallyPrecedes(other.utf8) }
}
