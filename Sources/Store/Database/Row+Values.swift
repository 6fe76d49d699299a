import Foundation
import GRDB
import Model

/// A column that does not hold what this version writes there.
struct ColumnFault: Error, CustomStringConvertible {
    let column: String
    let detail: String

    var description: String { "column \(column): \(detail)" }
}

extension Row {
    /// The value whose JSON stands in a column.
    func json<Value: Decodable>(_ column: String) throws(ColumnFault) -> Value {
        guard let value: Value = try optionalJSON(column) else {
            throw ColumnFault(column: column, detail: "nothing where a \(Value.self) belongs")
        }
        return value
    }

    func optionalJSON<Value: Decodable>(_ column: String) throws(ColumnFault) -> Value? {
        guard let text: String = self[column] else { return nil }
        do {
            return try StoredJSON.value(from: text)
        } catch {
            // A decoding error may quote the value, so only its kind and place are told.
            throw ColumnFault(column: column, detail: "not a \(Value.self) of this version")
        }
    }

    /// The enumeration case that a column names.
    func choice<Value: RawRepresentable<String>>(_ column: String) throws -> Value {
        let text: String = self[column]
        guard let value = Value(rawValue: text) else {
            throw ColumnFault(column: column, detail: "`\(text)` is no \(Value.self)")
        }
        return value
    }

    func identity(_ column: String) throws -> ObjectIdentity {
        let text: String = self[column]
        guard let identity = ObjectIdentity(text) else {
            throw ColumnFault(column: column, detail: "`\(text)` is no object's identity")
        }
        return identity
    }

    func date(_ column: String) -> Date { Date(storedMilliseconds: self[column]) }

    func uuid(_ column: String) throws -> UUID {
        let text: String = self[column]
        guard let uuid = UUID(uuidString: text) else {
            throw ColumnFault(column: column, detail: "`\(text)` is no UUID")
        }
        return uuid
    }
}
