import Model

/// curl's words for the parts of a multipart body.
enum CurlForm {
    static func words(of parts: [String: MultipartPart]) -> [String] {
        parts.sorted { $0.key < $1.key }.flatMap { name, part -> [String] in
            guard part.file != nil || part.type != nil || part.filename != nil else {
                return ["--form-string", "\(name)=\(part.value ?? "")"]
            }
            let content = part.file.map { "@" + quote($0) } ?? quote(part.value ?? "")
            let type = MultipartBody.type(of: part).map { ";type=\($0)" } ?? ""
            let filename = MultipartBody.filename(of: part).map { ";filename=\(quote($0))" } ?? ""
            return ["-F", "\(name)=\(content)\(type)\(filename)"]
        }
    }

    /// By curl's own rules, since `;` and `,` end a value.
    private static func quote(_ text: String) -> String {
        guard text.contains(where: { ";,\"\\".contains($0) }) || text.first == "@" || text.first == "<" else {
            return text
        }
        return "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}
