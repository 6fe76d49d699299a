import Foundation

/// Which values of a manifest nobody should read over a shoulder: a secret that was written into one is still a secret.
///
/// References say where a secret is kept and are shown; values under names that promise a secret are not.
package enum SensitiveFields {
    package static let mask = "***"

    /// Ends of names, in small letters without `-` and `_`.
    private static let endings = [
        "password", "passwd", "passphrase", "token", "secret", "apikey", "privatekey", "secretkey", "accesskey",
        "secrets", "bearer", "authorization", "cookie", "credential", "credentials",
    ]
    private static let references = ["env:", "file:", "store:"]

    /// Both values as they may be shown.
    package static func masked(_ change: FieldChange) -> FieldChange {
        let isSecret = names(in: change.path).contains(where: promisesSecret)
        return FieldChange(
            path: change.path, old: change.old.map { masked($0, isSecret: isSecret) },
            new: change.new.map { masked($0, isSecret: isSecret) })
    }

    package static func masked(_ value: JSONValue, isSecret: Bool = false) -> JSONValue {
        switch value {
        case .string(let text): .string(isSecret ? shown(text) : withoutPassword(text))
        case .array(let items): .array(items.map { masked($0, isSecret: isSecret) })
        case .object(let members):
            .object(
                Dictionary(
                    members.map { name, inner in
                        (name, masked(inner, isSecret: isSecret || promisesSecret(name)))
                    }
                ) { first, _ in first })
        case .null, .bool, .integer, .number: value
        }
    }

    private static func shown(_ text: String) -> String {
        let isReference = references.contains(where: text.hasPrefix) || text.hasPrefix("${{") && text.hasSuffix("}}")
        return isReference || text.isEmpty ? text : mask
    }

    /// `https://ana:***@host`
    private static func withoutPassword(_ text: String) -> String {
        guard let scheme = text.range(of: "://") else { return text }
        let rest = text[scheme.upperBound...]
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard let at = authority.lastIndex(of: "@"), let colon = authority[..<at].firstIndex(of: ":") else {
            return text
        }
        return text.replacingCharacters(in: text.index(after: colon)..<at, with: mask)
    }

    private static func promisesSecret(_ name: String) -> Bool {
        let plain = name.lowercased().filter { $0 != "-" && $0 != "_" }
        return endings.contains(where: plain.hasSuffix)
    }

    /// `spec.tests[0].rest.auth.bearer`: the names between dots and brackets.
    private static func names(in path: String) -> [String] {
        path.split { ".[]\"".contains($0) }.map(String.init)
    }
}
