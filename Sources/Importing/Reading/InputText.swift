import Foundation

/// The text of a file, within bounds.
enum InputText {
    static func text(_ data: Data, file: String) throws(ImportError) -> String {
        guard data.count <= ImportLimits.bytes else {
            throw ImportError(
                file: file, "it has \(data.count) bytes, and at most \(ImportLimits.bytes) are read: split it")
        }
        let bytes = [UInt8](data)
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            guard let text = String(data: data, encoding: .utf16) else {
                throw ImportError(file: file, line: 1, column: 1, "it begins as UTF-16 and is none: save it as UTF-8")
            }
            return text
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            let (line, column) = place(ofFaultIn: bytes)
            throw ImportError(file: file, line: line, column: column, "this is no UTF-8: save the file as UTF-8")
        }
        return text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
    }

    /// Where the text stops to be UTF-8.
    private static func place(ofFaultIn bytes: [UInt8]) -> (line: Int, column: Int) {
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        var (line, column) = (1, 1)
        while case .scalarValue(let scalar) = decoder.decode(&iterator) {
            (line, column) = scalar == "\n" ? (line + 1, 1) : (line, column + 1)
        }
        return (line, column)
    }
}
