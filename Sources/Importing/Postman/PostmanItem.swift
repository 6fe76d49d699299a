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
    /// Those of the collection and the folders that it is in, outer ones first, and its own.
    let scripts: [PostmanEvent]

    /// All requests of a collection, in order.
    static func all(of collection: JSONValue, file: String) throws(ImportError) -> [PostmanItem] {
        var items: [PostmanItem] = []
        var count = 0
        let events = PostmanEvent.all(of: collection, place: "the collection", &count)
        for (index, item) in collection["item"]?.items.enumerated().map({ $0 }) ?? [] {
            try add(
                item, to: &items, path: [], group: index, auth: collection["auth"], scripts: events, &count, file: file)
        }
        return items
    }

    private static func add(
        _ item: JSONValue, to items: inout [PostmanItem], path: [String], group: Int, auth: JSONValue?,
        scripts: [PostmanEvent], _ count: inout Int, file: String
    ) throws(ImportError) {
        guard path.count < ImportLimits.depth else {
            throw ImportError(file: file, "its folders are nested deeper than \(ImportLimits.depth) levels")
        }
        let path = path + [item["name"]?.scalarText ?? "request \(items.count + 1)"]
        let own = item["auth"].flatMap { $0 == .null ? nil : $0 }
        let events = scripts + PostmanEvent.all(of: item, place: path.joined(separator: " / "), &count)
        if let inner = item["item"]?.items {
            for item in inner where item["request"] != nil || item["item"] != nil {
                try add(
                    item, to: &items, path: path, group: group, auth: own ?? auth, scripts: events, &count, file: file)
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
                auth: item["request"]?["auth"].flatMap { $0 == .null ? nil : $0 } ?? own ?? auth, scripts: events)
        )
    }
}

/// A script that runs before a request or after its answer.
struct PostmanEvent {
    /// Which of the collection's scripts it is.
    let id: Int
    /// Whose it is.
    let place: String
    /// What it asks of an answer; nil for one that runs before the request.
    let tests: PostmanScript?
    let lines: [String]

    /// Each is read once, however many requests it belongs to.
    /// - Parameter count: of the scripts before these.
    static func all(of value: JSONValue, place: String, _ count: inout Int) -> [PostmanEvent] {
        (value["event"]?.items ?? []).compactMap { event in
            guard event["disabled"]?.bool != true, let listen = event["listen"]?.string else { return nil }
            let script = event["script"]
            let exec = script?["exec"] ?? script
            let lines = exec?.string.map { [$0] } ?? exec?.items.compactMap(\.string) ?? []
            guard lines.contains(where: { !$0.trimmed.isEmpty }) else { return nil }
            count += 1
            return PostmanEvent(
                id: count, place: place, tests: listen == "test" ? PostmanScript(lines) : nil, lines: lines)
        }
    }
}
