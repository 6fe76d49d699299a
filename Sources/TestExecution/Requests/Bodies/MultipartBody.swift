import Foundation
import Model

/// `multipart/form-data` (RFC 7578), its names written as browsers do.
enum MultipartBody {
    /// In the order of the names.
    static func data(
        of parts: [String: MultipartPart], files: ScratchFiles, boundary: String
    ) throws(RequestProblem) -> Data {
        var data = Data()
        for (name, part) in parts.sorted(by: { $0.key < $1.key }) {
            data += Data("--\(boundary)\r\nContent-Disposition: form-data; name=\"\(escape(name))\"".utf8)
            if let filename = filename(of: part) { data += Data("; filename=\"\(escape(filename))\"".utf8) }
            if let type = type(of: part) { data += Data("\r\nContent-Type: \(oneLine(type))".utf8) }
            data += Data("\r\n\r\n".utf8)
            if let path = part.file {
                data += Data(try files.bytes(of: path, for: "part `\(name)`"))
            } else {
                data += Data((part.value ?? "").utf8)
            }
            data += Data("\r\n".utf8)
        }
        return data + Data("--\(boundary)--\r\n".utf8)
    }

    /// What the part's file is called; a text has none unless it is given one.
    static func filename(of part: MultipartPart) -> String? {
        part.filename ?? part.file.map { String($0.split(separator: "/").last ?? "") }
    }

    /// A file's type where nothing is said.
    static func type(of part: MultipartPart) -> String? {
        part.type ?? (part.file == nil ? nil : "application/octet-stream")
    }

    /// WHATWG HTML §4.10.21.8.
    private static func escape(_ name: String) -> String {
        name.replacing("\r", with: "%0D").replacing("\n", with: "%0A").replacing("\"", with: "%22")
    }

    /// A line break would begin a header of its own.
    private static func oneLine(_ type: String) -> String { type.filter { !$0.isNewline } }
}
