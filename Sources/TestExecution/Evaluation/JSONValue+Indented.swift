import Model

extension JSONValue {
    /// JSON with a line for each member and item, names sorted.
    var indented: String {
        var text = ""
        write(to: &text, indent: "")
        return text
    }

    private func write(to text: inout String, indent: String) {
        let inner = indent + "  "
        switch self {
        case .object(let members) where !members.isEmpty:
            text += "{\n"
            for (place, member) in members.sorted(by: { $0.key < $1.key }).enumerated() {
                text += inner + JSONValue.string(member.key).description + ": "
                member.value.write(to: &text, indent: inner)
                text += place < members.count - 1 ? ",\n" : "\n"
            }
            text += indent + "}"
        case .array(let items) where !items.isEmpty:
            text += "[\n"
            for (place, item) in items.enumerated() {
                text += inner
                item.write(to: &text, indent: inner)
                text += place < items.count - 1 ? ",\n" : "\n"
            }
            text += indent + "]"
        case .null, .bool, .integer, .number, .string, .array, .object: text += description
        }
    }
}
