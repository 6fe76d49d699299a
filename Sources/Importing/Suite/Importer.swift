package import Foundation

/// Makes suites of what other tools keep: one call for each file.
package enum Importer {
    /// - Parameters:
    ///   - file: What the file is called in notes and errors.
    ///   - format: nil to tell it from the content.
    package static func result(
        of data: Data, file: String, format: ImportFormat? = nil, options: ImportOptions = ImportOptions()
    ) throws(ImportError) -> ImportResult {
        let text = try InputText.text(data, file: file)
        let recognized: ImportFormat
        if let format { recognized = format } else { recognized = try InputFormat.recognized(text, file: file) }
        switch recognized {
        case .hurl: return try HurlImporter.result(of: text, file: file, options)
        case .openapi: return try OpenAPIImporter.result(of: text, file: file, options)
        case .postman: return try PostmanImporter.result(of: text, file: file, options)
        }
    }
}
