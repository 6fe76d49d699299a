package import Foundation
package import Model

/// Changes fields of a manifest where they stand, and leaves every other byte of the file as it is: comments, order and
/// layout. Written by hand, since a YAML library that writes would lay the whole file out anew.
package struct ManifestEditor {
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private let object: ObjectIdentity
    private let hasMark: Bool
    private var bytes: [UInt8]

    /// - Parameter object: which document of the file is meant.
    package init(_ data: Data, object: ObjectIdentity) {
        self.object = object
        let all = [UInt8](data)
        hasMark = all.starts(with: Self.byteOrderMark)
        bytes = hasMark ? Array(all.dropFirst(3)) : all
    }

    /// The file as it is now.
    package var data: Data { Data((hasMark ? Self.byteOrderMark : []) + bytes) }

    /// Gives a field its value, and adds it where it is not there.
    package mutating func apply(_ edit: ManifestEdit) throws(ManifestEditError) {
        guard let document = YAMLParser.parse(data).documents.first(where: { $0.declares(object) }) else {
            throw .noSuchObject(object)
        }
        var node = document
        for (depth, key) in edit.path.enumerated() {
            guard case .mapping(let entries) = node.content else { throw .written(edit.path, "it is no mapping") }
            let found = entries.indices.filter { entries[$0].key.keyText == key }
            guard let index = found.first else {
                let rest = edit.path[(depth + 1)...]
                let value = rest.reversed().reduce(edit.value) { JSONValue.object([$1: $0]) }
                return try insert(key, FlowText.text(value), into: node, edit)
            }
            let entry = entries[index]
            let next = index + 1 < entries.count ? entries[index + 1] : nil
            guard found.count == 1, entry.isWrittenInPlace(before: next) else {
                throw .written(edit.path, "it is shared with another place by an anchor")
            }
            guard depth < edit.path.count - 1 else { return try replace(entry.value, edit) }
            node = entry.value
        }
    }

    /// What stands on one line, or between brackets, ends where the parser says so.
    private mutating func replace(_ value: YAMLNode, _ edit: ManifestEdit) throws(ManifestEditError) {
        let isExact =
            switch value.content {
            case .scalar: value.start.line == value.end.line && value.start != value.end
            case .mapping, .sequence: isFlow(value)
            }
        guard isExact, let start = offset(of: value.start), let end = offset(of: value.end), start < end else {
            throw .written(edit.path, "its value goes over several lines")
        }
        bytes.replaceSubrange(start..<end, with: Array(FlowText.text(edit.value).utf8))
    }

    private mutating func insert(
        _ key: String, _ value: String, into node: YAMLNode, _ edit: ManifestEdit
    ) throws(ManifestEditError) {
        let text = "\(FlowText.key(key)): \(value)"
        if isFlow(node) {
            guard let last = node.entries.last else {
                guard let start = offset(of: node.start), let end = offset(of: node.end) else {
                    throw .written(edit.path, "its place can't be found")
                }
                bytes.replaceSubrange(start..<end, with: Array("{ \(text) }".utf8))
                return
            }
            let mark = last.value.end.isAfter(last.key.end) ? last.value.end : last.key.end
            guard let end = offset(of: mark) else { throw .written(edit.path, "its place can't be found") }
            bytes.insert(contentsOf: Array(", \(text)".utf8), at: end)
            return
        }
        guard let first = node.entries.first, let start = offset(of: first.key.start) else {
            throw .written(edit.path, "its place can't be found")
        }
        let indent = String(repeating: " ", count: first.key.start.column - 1)
        // Behind the last member that is whole on its line, a comment there included.
        let neighbour = node.entries.last { $0.isOnOneLine }
        guard let neighbour, let place = offset(of: neighbour.value.end) else {
            bytes.insert(contentsOf: Array("\(text)\(lineEnd(from: start))\(indent)".utf8), at: start)
            return
        }
        var end = bytes[place...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
        if end > place, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        bytes.insert(contentsOf: Array("\(lineEnd(from: place))\(indent)\(text)".utf8), at: end)
    }

    private func isFlow(_ node: YAMLNode) -> Bool {
        guard let start = offset(of: node.start), start < bytes.count else { return false }
        return bytes[start] == UInt8(ascii: "{") || bytes[start] == UInt8(ascii: "[")
    }

    /// How the line that a place stands in ends; the file's last line as its others.
    private func lineEnd(from place: Int) -> String {
        let next = bytes[place...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.firstIndex(of: UInt8(ascii: "\n"))
        guard let next, next > 0, bytes[next - 1] == UInt8(ascii: "\r") else { return "\n" }
        return "\r\n"
    }

    /// nil for what lies outside of the file. Columns count Unicode scalars.
    private func offset(of mark: YAMLMark) -> Int? {
        var start = 0
        for _ in 1..<max(mark.line, 1) {
            guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) else { return nil }
            start = end + 1
        }
        var column = 1
        var place = start
        while column < mark.column {
            guard place < bytes.count else { return nil }
            place += 1
            while place < bytes.count, bytes[place] & 0xC0 == 0x80 { place += 1 }
            column += 1
        }
        return place
    }
}

/// Why a field can't be changed where it stands.
package enum ManifestEditError: Error, Hashable, Sendable, CustomStringConvertible {
    case noSuchObject(ObjectIdentity)
    /// With the field and how it is written.
    case written([String], String)

    package var description: String {
        switch self {
        case .noSuchObject(let object): "the file declares no \(object)"
        case .written(let path, let why):
            "`\(path.joined(separator: "."))` can't be changed where it stands: \(why); change it by hand"
        }
    }
}

extension YAMLNode {
    fileprivate func declares(_ object: ObjectIdentity) -> Bool {
        self["kind"]?.keyText == object.kind.rawValue && self["metadata"]?["name"]?.keyText == object.name
            && (self["metadata"]?["namespace"]?.keyText ?? ObjectIdentity.defaultNamespace) == object.namespace
    }
}

extension YAMLEntry {
    /// Whether the value is what stands behind the key; that of an alias stands where its anchor is.
    fileprivate func isWrittenInPlace(before next: YAMLEntry?) -> Bool {
        !key.end.isAfter(value.start) && !(next.map { value.end.isAfter($0.key.start) } ?? false)
    }

    fileprivate var isOnOneLine: Bool {
        key.start.line == value.start.line && key.start.line == value.end.line && value.start != value.end
    }
}

extension YAMLMark {
    fileprivate func isAfter(_ other: YAMLMark) -> Bool { (line, column) > (other.line, other.column) }
}
