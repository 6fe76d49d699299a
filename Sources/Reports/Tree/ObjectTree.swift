import Foundation
package import Model

/// Objects under what they depend on, each with where it stands.
package struct ObjectTree: Sendable {
    /// More instances of a resource than this are counted instead of listed.
    private static let instanceLimit = 10

    private let objects: [ObjectIdentity: ObservedObject]
    private let needs: [ObjectIdentity: [ObjectIdentity]]
    private let neededBy: [ObjectIdentity: [ObjectIdentity]]

    /// - Parameter needs: what each object depends on, known or not, in order of identity.
    package init(_ objects: [ObservedObject], needs: [ObjectIdentity: [ObjectIdentity]]) {
        self.objects = Dictionary(objects.map { ($0.identity, $0) }) { first, _ in first }
        self.needs = needs
        var needed: [ObjectIdentity: [ObjectIdentity]] = [:]
        for (object, others) in needs { for other in others { needed[other, default: []].append(object) } }
        neededBy = needed.mapValues { $0.sorted() }
    }

    /// - Parameter root: only this object and what depends on it; nil for all.
    package func text(below root: ObjectIdentity? = nil, style: Style = .plain) -> String {
        var writer = Writer(style: style)
        if let root {
            add(root, lead: "", branch: "", path: [], to: &writer)
            let needed = needs[root] ?? []
            let before = needed.isEmpty ? "" : "needs \(needed.map(\.description).joined(separator: ", "))\n\n"
            return before + writer.text
        }
        for root in roots { add(root, lead: "", branch: "", path: [], to: &writer) }
        return writer.text
    }

    /// What needs nothing, in order of identity; then what is in a circle, so that nothing is left out.
    private var roots: [ObjectIdentity] {
        let free = objects.keys.filter { (needs[$0] ?? []).isEmpty }.sorted()
        let missing = Set(needs.values.joined()).subtracting(objects.keys).sorted()
        var reached = Set<ObjectIdentity>()
        var waiting = free + missing
        while let next = waiting.popLast() {
            if reached.insert(next).inserted { waiting += neededBy[next] ?? [] }
        }
        return free + missing + objects.keys.filter { !reached.contains($0) }.sorted()
    }

    private func add(
        _ identity: ObjectIdentity, lead: String, branch: String, path: [ObjectIdentity], to writer: inout Writer
    ) {
        let children = neededBy[identity] ?? []
        let isCircle = path.contains(identity)
        let isTold = !writer.told.insert(identity).inserted && !children.isEmpty
        let remark = isCircle ? "   (a circle)" : isTold ? "   (see above)" : ""
        writer.add(lead + branch, identity, objects[identity], remark: remark)
        guard !isCircle, !isTold else { return }
        let below = branch.isEmpty ? lead : lead + (branch == Writer.last ? "   " : "│  ")
        let instances = leaves(of: identity)
        for (index, leaf) in instances.enumerated() {
            let isLast = children.isEmpty && index == instances.count - 1
            writer.add(below + (isLast ? Writer.last : Writer.fork), leaf: leaf)
        }
        for (index, child) in children.enumerated() {
            add(
                child, lead: below, branch: index == children.count - 1 ? Writer.last : Writer.fork,
                path: path + [identity], to: &writer)
        }
    }

    private func leaves(of identity: ObjectIdentity) -> [(name: String, text: String)] {
        let instances = objects[identity]?.status.instances ?? []
        guard instances.count <= Self.instanceLimit else { return [("\(instances.count) instances", "")] }
        return instances.map { instance in
            let worker = instance.worker.map { ", worker \($0.rawValue)" } ?? ""
            let drift = instance.drift.map { ", drift: \($0)" } ?? ""
            return ("instance \(instance.ordinal)", "\(instance.state.rawValue)\(worker)\(drift)  \(instance.id)")
        }
    }

    /// Lines in two columns, the second aligned when all are known.
    private struct Writer {
        static let fork = "├─ "
        static let last = "└─ "

        let style: Style
        var told = Set<ObjectIdentity>()
        private var lines: [(left: String, shown: String, right: String)] = []

        init(style: Style) { self.style = style }

        mutating func add(_ lead: String, _ identity: ObjectIdentity, _ object: ObservedObject?, remark: String) {
            let name = TerminalText.safe(identity.description, limit: 200)
            guard let object else {
                lines.append((lead + name, lead + style.paint(name, .bad), "does not exist" + remark))
                return
            }
            let mark = Mark(object.status)
            let summary = TerminalText.safe(object.status.summary, limit: 200)
            lines.append(
                (
                    lead + name, lead + style.paint(name, .strong),
                    "\(style.paint(mark.sign, mark.tone)) \(summary)\(remark)"
                ))
        }

        mutating func add(_ lead: String, leaf: (name: String, text: String)) {
            let name = TerminalText.safe(leaf.name, limit: 100)
            lines.append((lead + name, lead + name, TerminalText.safe(leaf.text, limit: 200)))
        }

        var text: String {
            let width = lines.map { TerminalText.width($0.left) }.max() ?? 0
            return lines.map { line in
                guard !line.right.isEmpty else { return line.shown + "\n" }
                let pad = String(repeating: " ", count: width - TerminalText.width(line.left) + 3)
                return "\(line.shown)\(pad)\(line.right)\n"
            }.joined()
        }
    }

    private struct Mark {
        let sign: String
        let tone: Style.Tone

        init(_ status: ObjectStatus) {
            switch status.condition(.ready)?.status {
            case .yes?: (sign, tone) = ("✔", .good)
            case .no?: (sign, tone) = ("✘", .bad)
            case .unknown?, nil: (sign, tone) = ("◎", .caution)
            }
        }
    }
}

extension ObjectTree {
    /// For programs: each object with what it needs and what needs it.
    package var document: TreeDocument {
        TreeDocument(
            items: objects.keys.sorted().map { identity in
                TreeDocument.Item(
                    object: identity.description, needs: (needs[identity] ?? []).map(\.description),
                    neededBy: (neededBy[identity] ?? []).map(\.description),
                    ready: objects[identity]?.status.condition(.ready)?.status.rawValue ?? "Unknown",
                    summary: objects[identity]?.status.summary ?? "")
            })
    }
}

/// What `rondo tree -o json` prints.
package struct TreeDocument: Encodable, Sendable {
    package struct Item: Encodable, Sendable {
        let object: String
        let needs: [String]
        let neededBy: [String]
        let ready: String
        let summary: String
    }

    private let formatVersion = "1"
    private let kind = "Tree"
    package let items: [Item]

    private enum CodingKeys: String, CodingKey { case formatVersion, kind, items }

    init(items: [Item]) { self.items = items }
}
