import Model

/// What a `forEach` goes over.
enum LoopItems {
    /// Of one loop.
    static let limit = 10_000

    static func items(of value: JSONValue) throws(LoopItemsError) -> [JSONValue] {
        guard case .array(let items) = value else { throw .noList(value.typeName) }
        guard items.count <= limit else { throw .tooMany(items.count) }
        return items
    }

    /// - Parameter path: says by its ending what the bytes are.
    static func items(of bytes: [UInt8], path: String) throws(LoopItemsError) -> [JSONValue] {
        let name = path.split(separator: "/").last ?? ""
        switch name.contains(".") ? name.split(separator: ".").last?.lowercased() : nil {
        case "json":
            let value: JSONValue
            do { value = try JSONParser.parse(bytes) } catch { throw .unreadable(path, "it is not JSON") }
            return try items(of: value)
        case "csv":
            do {
                return try CSVReader.records(of: bytes, limit: limit).map {
                    .object($0.mapValues(JSONValue.string))
                }
            } catch {
                throw .unreadable(path, "\(error)")
            }
        default: throw .unknownForm(path)
        }
    }
}

/// Why a loop has nothing to go over.
enum LoopItemsError: Error, CustomStringConvertible {
    case noList(String)
    case tooMany(Int)
    case unreadable(String, String)
    case unknownForm(String)

    var description: String {
        switch self {
        case .noList(let type): "`forEach` needs a list, and this is of type \(type)"
        case .tooMany(let count): "`forEach` takes at most \(LoopItems.limit) items, and these are \(count): split them"
        case .unreadable(let path, let reason): "`\(path)` can't be read: \(reason)"
        case .unknownForm(let path): "`\(path)` is neither .csv nor .json, so its form is not known"
        }
    }
}
