/// Why a file could not be imported at all; with line and column where they are known.
package struct ImportError: Error, Hashable, Sendable, CustomStringConvertible {
    package let file: String
    package let line: Int?
    package let column: Int?
    package let message: String

    init(file: String, line: Int? = nil, column: Int? = nil, _ message: String) {
        self.file = file
        self.line = line
        self.column = column
        self.message = message
    }

    package var description: String {
        "\(([file] + [line, column].compactMap { $0 }.map(String.init)).joined(separator: ":")): \(message)"
    }
}
