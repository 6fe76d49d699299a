import Foundation
package import Model
import TestLanguage

/// Reads the controller's own configuration, by the same rules as manifests.
package enum OperatorConfigurationLoader {
    /// How the document is called in errors.
    static let rootName = "the configuration"

    /// Reads a file; relative paths are meant from the file's folder. Throws `OperatorConfigurationError`.
    package static func load(path: String) throws -> OperatorConfiguration {
        let data = try read(path)
        let parsed = YAMLParser.parse(data)
        if !parsed.errors.isEmpty {
            throw OperatorConfigurationError(
                diagnostics: parsed.errors.map { error in
                    Diagnostic(
                        message: error.message,
                        location: SourceLocation(file: path, line: error.mark.line, column: error.mark.column))
                })
        }
        guard let document = parsed.documents.first else { return OperatorConfiguration() }
        let text = LazySourceText(data)
        var validator = Validator(file: path, rootName: rootName) { text.value }
        if parsed.documents.count > 1 {
            validator.error("a configuration is one document", at: parsed.documents[1])
        }
        let isEmpty = validator.isEmpty(document)
        let walked =
            isEmpty ? nil : validator.walk(document, schema: ConfigurationFields.configuration)
        if let node = document["metrics"]?["cloudwatch"]?["namespace"], let name = node.string,
            name.hasPrefix("AWS/") || name.hasPrefix(":")
        {
            validator.error("`namespace` can't begin with `AWS/`, which is Amazon's own, or with a colon", at: node)
        }
        guard !validator.hasErrors else {
            throw OperatorConfigurationError(diagnostics: validator.diagnostics)
        }
        guard let walked else { return OperatorConfiguration() }
        let configuration = try TreeDecoder.decode(OperatorConfiguration.self, from: walked.model)
        let folder = URL(filePath: path).deletingLastPathComponent()
        let secretFiles = configuration.allow.secretFiles.map {
            URL(filePath: $0, directoryHint: .isDirectory, relativeTo: folder).standardizedFileURL
                .path(percentEncoded: false)
        }
        func placed(_ file: OperatorConfiguration.File?, _ field: String) -> OperatorConfiguration.File? {
            file.map {
                OperatorConfiguration.File(
                    path: URL(filePath: $0.path, relativeTo: folder).standardizedFileURL.path(percentEncoded: false),
                    location: document["tls"]?[field].map { validator.location($0.start) })
            }
        }
        let tls = configuration.tls.map {
            OperatorConfiguration.TLS(
                cert: placed($0.cert, "cert"), key: placed($0.key, "key"), ca: placed($0.ca, "ca"))
        }
        return OperatorConfiguration(
            allow: OperatorConfiguration.Allow(
                env: configuration.allow.env, secretFiles: secretFiles, endpoints: configuration.allow.endpoints),
            sources: configuration.sources.map { source in
                source.locating { path in
                    URL(filePath: path, relativeTo: folder).standardizedFileURL.path(percentEncoded: false)
                }
            }, publicURL: configuration.publicURL, tls: tls, metrics: configuration.metrics,
            encryption: configuration.encryption)
    }

    private static func read(_ path: String) throws -> Data {
        let limit = YAMLLimits().bytes
        do {
            let handle = try FileHandle(forReadingFrom: URL(filePath: path))
            defer { try? handle.close() }
            return try handle.read(upToCount: limit + 1) ?? Data()
        } catch {
            throw OperatorConfigurationError(
                diagnostics: [
                    Diagnostic(
                        message: "can't be read: \(error.localizedDescription)",
                        location: SourceLocation(file: path, line: 1, column: 1))
                ])
        }
    }
}

/// Everything wrong with a configuration file.
package struct OperatorConfigurationError: Error, CustomStringConvertible {
    package let diagnostics: [Diagnostic]

    package init(diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }

    package var description: String { diagnostics.map(\.description).joined(separator: "\n") }
}
