/// Where a secret's value comes from; the clear value itself never stands in a manifest.
package enum SecretSource: Hashable, Sendable {
    /// `env:NAME`: the controller's process environment, within the operator's allow-list.
    case environmentVariable(String)
    /// `file:NAME`: a file of the operator's secrets folder.
    case file(String)
    /// `store:NAME`: the encrypted store, within the namespace of the object.
    case stored(String)
    /// `sealed:…`: encrypted to the controller's key by `rondo seal`.
    case sealed(SealedValue)

    /// How a source is told from another: the part before the colon, or the key of the mapping form.
    package enum Scheme: String, CaseIterable, Sendable {
        case env, file, store, sealed
    }

    /// What comes before the value of a source.
    package var scheme: Scheme {
        switch self {
        case .environmentVariable: .env
        case .file: .file
        case .stored: .store
        case .sealed: .sealed
        }
    }

    /// Reads `scheme:value`.
    package init(parsing text: String) throws(SecretSourceFlaw) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let scheme = Scheme(rawValue: parts[0]) else { throw .unknownForm }
        try self.init(scheme, parts[1])
    }

    /// The value of a mapping form: `{store: NAME}`.
    package init(_ scheme: Scheme, _ value: String) throws(SecretSourceFlaw) {
        switch scheme {
        case .env:
            guard !value.isEmpty, value.utf8.allSatisfy({ $0.isLetterOrDigit || $0 == UInt8(ascii: "_") }) else {
                throw .variableName
            }
            self = .environmentVariable(value)
        case .file:
            // Bytes, since a slash with an accent is one character to Swift and a slash to the system.
            guard !value.isEmpty, value != ".", value != "..", !value.utf8.contains(where: { $0 == 0 || $0 == 0x2F })
            else { throw .fileName }
            self = .file(value)
        case .store:
            guard StoredSecret.accepts(name: value) else { throw .storedName }
            self = .stored(value)
        case .sealed:
            do {
                self = .sealed(try SealedValue(value))
            } catch {
                throw .sealed(error)
            }
        }
    }

    /// Reads what `text` gives; nil for another scheme or an unsafe name.
    package init?(_ text: String) {
        guard let source = try? SecretSource(parsing: text) else { return nil }
        self = source
    }

    /// The whole source as it stands in a manifest.
    package var text: String {
        switch self {
        case .environmentVariable(let name): "env:\(name)"
        case .file(let name): "file:\(name)"
        case .stored(let name): "store:\(name)"
        case .sealed(let value): "sealed:\(value.text)"
        }
    }
}

extension SecretSource: CustomStringConvertible {
    /// For people: as in the manifest, a sealed value without its bytes.
    package var description: String {
        switch self {
        case .environmentVariable, .file, .stored: text
        case .sealed(let value): "sealed:\(value)"
        }
    }
}

extension SecretSource: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        do {
            try self.init(parsing: try container.decode(String.self))
        } catch let flaw as SecretSourceFlaw {
            // Without the text, which may be a clear value by mistake.
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "a secret source \(flaw)")
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

/// Why a text is no secret source. Never holds the text, since it may be a clear value by mistake.
package enum SecretSourceFlaw: Error, Hashable, Sendable, CustomStringConvertible {
    case unknownForm
    case variableName
    case fileName
    case storedName
    case sealed(SealedValue.Flaw)

    /// What comes after the name of the field.
    package var description: String {
        switch self {
        case .unknownForm:
            "must be `env:NAME`, `file:NAME`, `store:NAME` or `sealed:…`: say where the value is kept, "
                + "and never write the value itself (`rondo seal` makes one that may stand in git)"
        case .variableName:
            "must be `env:` and the name of an environment variable: letters, digits and `_`"
        case .fileName:
            "must be `file:` and the name of a file directly in the operator's folder, without `/`"
        case .storedName:
            "must be `store:` and a name of \(StoredSecret.nameRequirement)"
        case .sealed(let flaw):
            "is no sealed value: \(flaw)"
        }
    }
}

extension UInt8 {
    /// Of ASCII.
    var isLetterOrDigit: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
