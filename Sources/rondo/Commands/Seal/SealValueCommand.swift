import API
import Access
import ArgumentParser
import Foundation
import Model
import Reports

/// `rondo seal` without a verb.
struct SealValueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "value", abstract: "Encrypt a value (what `rondo seal` alone does).")

    /// How the sealed value is printed.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case line, yaml
    }

    @Argument(help: ArgumentHelp("The object that the value is for.", valueName: "kind/name"))
    var object: String?

    @Argument(
        help: ArgumentHelp("The field below spec; a name without a dot is one of `secrets`.", valueName: "field"))
    var field: String?

    @Option(help: "Where it may be used: object, namespace or installation.")
    var scope: SealedValue.Scope = .object

    @Option(help: ArgumentHelp("A file with the public key, as --print-key prints it.", valueName: "file"))
    var key: String?

    @Flag(help: "Print the public key, which may be committed, and seal nothing.")
    var printKey = false

    @Option(name: .shortAndLong, help: ArgumentHelp("The namespace of the object.", valueName: "namespace"))
    var namespace: String?

    @Option(name: [.customShort("o"), .customLong("output")], help: "line or yaml.")
    var output: Format = .line

    @OptionGroup var stateOptions: StateOptions

    func validate() throws {
        if printKey {
            guard object == nil else { throw ValidationError("--print-key seals nothing: leave out the object.") }
        } else {
            _ = try target()
        }
    }

    func run() async throws {
        let publicKey = try await publicKey()
        if printKey {
            TerminalOutput.out(publicKey.text)
            return
        }
        let target = try target()
        let value = try SecretInput.read(prompt: "Value of \(target)")
        let sealed = SecretSource.sealed(try publicKey.seal(value, for: target))
        switch output {
        case .line: TerminalOutput.out(sealed.text)
        case .yaml: TerminalOutput.out("\(target.fieldName): \"\(sealed.text)\"")
        }
    }

    private func target() throws -> SealTarget {
        switch scope {
        case .object:
            guard let object, let field else {
                throw ValidationError(
                    "Name the object and the field that the value is for, as in `rondo seal env/dev pin`, "
                        + "or choose a wider --scope.")
            }
            let path = field.contains(".") ? field : "secrets.\(field)"
            guard SecretPlace.accepts(field: path) else {
                throw ValidationError("`\(field)` is no field: write its path below spec, as in secrets.pin.")
            }
            guard let identity = try ResourceName(object).identity(namespace: namespace) else {
                throw ValidationError("`\(object)` is no object: write KIND/NAME, for example env/dev.")
            }
            guard ObjectIdentity.accepts(label: identity.name), ObjectIdentity.accepts(label: identity.namespace) else {
                throw ValidationError("No object can be called \(identity): names have a-z, 0-9 and `-`.")
            }
            return .object(SecretPlace(object: identity, field: path))
        case .namespace:
            guard object == nil else { throw ValidationError("Every object of the namespace may use it: name none.") }
            let name = namespace ?? ObjectIdentity.defaultNamespace
            guard ObjectIdentity.accepts(label: name) else {
                throw ValidationError("`\(name)` can't be a namespace: names have a-z, 0-9 and `-`.")
            }
            return .namespace(name)
        case .installation:
            guard object == nil, namespace == nil else {
                throw ValidationError("Every object of every namespace may use it: name none.")
            }
            return .installation
        }
    }

    private func publicKey() async throws -> SealingPublicKey {
        if let key { return try SealingPublicKey(text: try Self.contents(of: key)) }
        let keys = try await StateAccess.secrets(stateOptions).sealingKeys().items
        guard let current = keys.first(where: \.isCurrent) else { throw ReadingError.noSealingKey }
        return try SealingPublicKey(text: current.publicKey)
    }

    private static func contents(of path: String) throws -> String {
        guard let handle = FileHandle(forReadingAtPath: path),
            let data = try? handle.read(upToCount: 65_536)
        else { throw ReadingError.unreadable(path) }
        return String(decoding: data, as: UTF8.self)
    }
}

extension SealedValue.Scope: ExpressibleByArgument {}

extension SealTarget: CustomStringConvertible {
    /// For whom a value is, in a prompt.
    var description: String {
        switch self {
        case .object(let place): "\(place.field) of \(place.object)"
        case .namespace(let name): "a secret of namespace \(name)"
        case .installation: "a secret of every namespace"
        }
    }

    /// What stands before the value in a manifest.
    fileprivate var fieldName: String {
        switch self {
        case .object(let place): place.field.split(separator: ".").last.map(String.init) ?? place.field
        case .namespace, .installation: "NAME"
        }
    }
}
