import Foundation
import Model

/// Names that objects and tests may have, made of what the input calls itself.
enum SuiteName {
    /// A DNS label: `Swagger Petstore.yaml` is `swagger-petstore`.
    static func label(_ text: String, fallback: String = "imported") -> String {
        let folded = text.folding(options: .diacriticInsensitive, locale: nil).lowercased()
        var label = ""
        for scalar in folded.unicodeScalars {
            if scalar.isWordScalar {
                label.unicodeScalars.append(scalar)
            } else if !label.isEmpty, !label.hasSuffix("-") {
                label += "-"
            }
        }
        let short = String(label.prefix(63)).trimmingCharacters(in: CharacterSet(charactersIn: "-"))
        return ObjectIdentity.accepts(label: short) ? short : fallback
    }

    /// The name of a file without its folders and its extension.
    static func ofFile(_ path: String) -> String {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        return name.split(separator: ".").first.map(String.init) ?? name
    }

    /// `GET /orders/{{id}}`: the method and the path, without the host and the parameters.
    static func request(_ method: String, _ address: BracedText) -> String {
        let path = AddressPath.path(of: address) { _ in nil }.plain.prefix { $0 != "?" && $0 != "#" }
        return "\(method) \(path.isEmpty ? "/" : path)"
    }

    /// One line of at most 200 characters that no test before has.
    static func test(_ text: String, among names: inout UniqueNames) -> String {
        let line = String(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : Character($0) })
            .replacing(#/\$+\{\{/#, with: "{{").trimmed
        let short = line.isEmpty ? "request" : String(line.prefix(150))
        return names.name(short == "setup" ? "set up" : short, separator: " ")
    }
}
