import Model

/// JSON Pointers (RFC 6901).
enum JSONPointer {
    static func escaped(_ name: String) -> String {
        name.replacing("~", with: "~0").replacing("/", with: "~1")
    }

    /// nil for a text that is none.
    static func names(_ pointer: String) -> [String]? {
        if pointer.isEmpty { return [] }
        guard pointer.hasPrefix("/") else { return nil }
        return pointer.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map {
            String($0).replacing("~1", with: "/").replacing("~0", with: "~")
        }
    }

    static func child(_ name: String, of value: JSONValue) -> JSONValue? {
        switch value {
        case .object(let members): return members[name]
        case .array(let items):
            guard let place = Int(name), items.indices.contains(place) else { return nil }
            return items[place]
        case .null, .bool, .integer, .number, .string: return nil
        }
    }
}
