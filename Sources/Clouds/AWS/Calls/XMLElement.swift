import CExpat
import Foundation

/// An element of an answer in XML, without its attributes; namespaces are taken for granted.
struct XMLElement: Hashable, Sendable {
    let name: String
    /// As it stands there; of an element that holds others it is none.
    fileprivate(set) var whole = ""
    fileprivate(set) var children: [XMLElement] = []

    /// Without blanks at its ends.
    var text: String { whole.trimmingCharacters(in: .whitespacesAndNewlines) }

    /// The first child of the name.
    subscript(_ name: String) -> XMLElement? { children.first { $0.name == name } }

    /// The text of the first child of the name; nil for none and for an empty one.
    func text(_ name: String) -> String? {
        guard let text = self[name]?.text, !text.isEmpty else { return nil }
        return text
    }

    /// The members of a list as EC2 writes it: `<groupSet><item>…</item></groupSet>`.
    func items(_ name: String, member: String = "item") -> [XMLElement] {
        self[name]?.children.filter { $0.name == member } ?? []
    }

    /// nil for what is not well-formed, is too deep or has too many elements.
    static func parse(_ data: Data) -> XMLElement? { XMLTreeReader().read(data) }

    /// The same, without the elements at a path: each is given away when it is complete and not held any longer, so that
    /// a long list never stands in memory as a tree.
    ///
    /// - Parameters:
    ///   - path: names from the root's to that of the elements: `[DescribeInstancesResponse, reservationSet, item]`.
    ///   - take: also called for elements of what turns out not to be well-formed.
    static func parse(_ data: Data, at path: [String], take: (XMLElement) -> Void) -> XMLElement? {
        withoutActuallyEscaping(take) { XMLTreeReader(path: path, take: $0).read(data) }
    }
}

/// Builds the tree from expat's events.
private final class XMLTreeReader {
    private static let maxDepth = 40
    private static let maxElements = 1_000_000

    /// The elements that are open, the innermost last.
    private var open: [(element: XMLElement, text: [UInt8])] = []
    private var root: XMLElement?
    private var count = 0
    private var isRefused = false
    private let path: [String]
    private let take: (XMLElement) -> Void

    /// Takes nothing out by default.
    init(path: [String] = [], take: @escaping (XMLElement) -> Void = { _ in }) {
        self.path = path
        self.take = take
    }

    func read(_ data: Data) -> XMLElement? {
        guard !data.isEmpty, let parser = XML_ParserCreate("UTF-8") else { return nil }
        defer { XML_ParserFree(parser) }
        XML_SetBillionLaughsAttackProtectionMaximumAmplification(parser, 10)
        XML_SetBillionLaughsAttackProtectionActivationThreshold(parser, 1 << 20)
        XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
        XML_SetElementHandler(
            parser, { context, name, _ in XMLTreeReader.of(context)?.started(name, context) },
            { context, _ in XMLTreeReader.of(context)?.ended() })
        XML_SetCharacterDataHandler(parser) { context, bytes, count in
            guard let bytes else { return }
            bytes.withMemoryRebound(to: UInt8.self, capacity: Int(count)) {
                XMLTreeReader.of(context)?.found(UnsafeBufferPointer(start: $0, count: Int(count)))
            }
        }
        let status = data.withUnsafeBytes { bytes in
            XML_Parse(parser, bytes.bindMemory(to: CChar.self).baseAddress, Int32(clamping: bytes.count), 1)
        }
        return status == XML_STATUS_OK && !isRefused ? root : nil
    }

    private static func of(_ context: UnsafeMutableRawPointer?) -> XMLTreeReader? {
        context.map { Unmanaged<XMLTreeReader>.fromOpaque($0).takeUnretainedValue() }
    }

    private func started(_ name: UnsafePointer<CChar>?, _ context: UnsafeMutableRawPointer?) {
        guard !isRefused, let name else { return }
        count += 1
        guard open.count < Self.maxDepth, count <= Self.maxElements else {
            isRefused = true
            return
        }
        let whole = String(cString: name)
        open.append((XMLElement(name: whole.split(separator: ":").last.map(String.init) ?? whole), []))
    }

    private func found(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard !isRefused, !open.isEmpty else { return }
        open[open.count - 1].text += bytes
    }

    private func ended() {
        guard !isRefused, let last = open.popLast() else { return }
        var element = last.element
        // Between elements there is nothing but blanks, which are most of what some services send.
        if element.children.isEmpty { element.whole = String(decoding: last.text, as: UTF8.self) }
        if open.isEmpty {
            root = element
        } else if isWanted(element) {
            take(element)
        } else {
            open[open.count - 1].element.children.append(element)
        }
    }

    private func isWanted(_ element: XMLElement) -> Bool {
        guard open.count + 1 == path.count, element.name == path.last else { return false }
        return zip(open, path).allSatisfy { $0.element.name == $1 }
    }
}
