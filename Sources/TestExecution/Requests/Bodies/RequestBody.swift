import Foundation
import Model

/// The bytes of a request's body and the media type that they are sent as.
struct RequestBody {
    let data: Data
    /// nil leaves it unsaid.
    let type: String?

    /// nil when the request has none.
    ///
    /// - Parameter boundary: what keeps the parts of a multipart body apart; no part may hold it.
    static func make(
        of rest: RestRequest, files: ScratchFiles, boundary: @autoclosure () -> String
    ) throws(RequestProblem) -> RequestBody? {
        if let json = rest.json {
            do {
                return RequestBody(data: try CanonicalEncoding.data(json), type: "application/json")
            } catch {
                throw .notJSON(reason: "\(error)")
            }
        }
        if let text = rest.body { return RequestBody(data: Data(text.utf8), type: nil) }
        if let form = rest.form {
            return RequestBody(data: Data(FormBody.text(of: form).utf8), type: "application/x-www-form-urlencoded")
        }
        if let parts = rest.multipart {
            let boundary = boundary()
            return RequestBody(
                data: try MultipartBody.data(of: parts, files: files, boundary: boundary),
                type: "multipart/form-data; boundary=\(boundary)")
        }
        if let path = rest.file {
            return RequestBody(data: Data(try files.bytes(of: path, for: "the body `file`")), type: nil)
        }
        return nil
    }
}

extension ScratchFiles {
    /// - Parameter use: what the file is for, at the start of the error's sentence.
    func bytes(of path: String, for use: String) throws(RequestProblem) -> [UInt8] {
        do {
            return try contents(of: path)
        } catch {
            throw .file(use: use, error)
        }
    }
}
