import Model

/// A request of a collection, with what its folders say.
struct PostmanItem {
    /// `Orders / Place one`.
    let name: String
    /// Which of the collection's own items it is in.
    let group: Int
    let groupName: String
    let value: JSONValue
    /// The nearest that is given.
    let auth: JSONValue?
    /// Test scripts that folders have, outer ones first, each with its place.
    let outerScripts: [PostmanEvent]

    /// All requests of a collection, in order.
    static func all(of collection: JSONValue, file: String) throws(ImportError) -> [PostmanItem] {
        var items: [PostmanItem] = []
        let events = PostmanEvent.all(of: collection, place: "the collection")
        for (index, item) in collection["item"]?.items.enumerated().map({ $0 }) ?? [] {
            try add(
                item, to: &items, path: [], group: index, auth: collection["auth"], scripts: events, file: file)
        }
        return items
    }

    private static func add(
        _ item: JSONValue, to items: inout [PostmanItem], path: [String], group: Int, auth: JSONValue?,
        scripts: [PostmanEvent], file: String
    ) throws(ImportError) {
        guard path.count < ImportLimits.depth else {
            throw ImportError(file: file, "its folders are nested deeper than \(ImportLimits.depth) levels")
        }
        let path = path + [item["name"]?.scalarText ?? "request \(items.count + 1)"]
        let own = item["auth"].flatMap { $0 == .null ? nil : $0 }
        if let inner = item["item"]?.items {
            let events = scripts + PostmanEvent.all(of: item, place: path.joined(separator: " / "))
            for item in inner where item["request"] != nil || item["item"] != nil {
                try add(item, to: &items, path: path, group: group, auth: own ?? auth, scripts: events, file: file)
            }
            if !inner.isEmpty { return }
        }
        guard item["request"] != nil else { return }
        guard items.count < ImportLimits.tests else {
            throw ImportError(file: file, "it has more than \(ImportLimits.tests) requests: split it")
        }
        items.append(
            PostmanItem(
                name: path.joined(separator: " / "), group: group, groupName: path[0], value: item,
                auth: item["request"]?["auth"].flatMap { $0 == .null ? nil : $0 } ?? own ?? auth, outerScripts: scripts)
        )
    }
}

/// A script that runs before a request or after its answer.
struct PostmanEvent: Hashable {
    let place: String
    let isTest: Bool
    let lines: [String]

    static func all(of value: JSONValue, place: String) -> [PostmanEvent] {
        (value["event"]?.items ?? []).compactMap { event in
            guard event["disabled"]?.bool != true, let listen = event["listen"]?.string else { return nil }
            let script = event["script"]
            let exec = script?["exec"] ?? script
            let lines = exec?.string.map { [$0] } ?? exec?.items.compactMap(\.string) ?? []
            guard lines.contains(where: { !$0.trimmed.isEmpty }) else { return nil }
            return PostmanEvent(place: place, isTest: listen == "test", lines: lines)
        }
    }
}
