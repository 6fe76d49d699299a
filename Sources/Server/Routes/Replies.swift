import API
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// Reads and writes the API's JSON within bounds.
enum Replies {
    static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
        Response(
            status: status, headers: [.contentType: "application/json; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: try APICoding.encode(value))))
    }

    static func error(_ code: ErrorResource.Code, _ message: String) throws -> Response {
        let status: HTTPResponse.Status =
            switch code {
            case .unauthorized: .unauthorized
            case .notFound: .notFound
            case .badRequest: .badRequest
            case .leaseLost: .conflict
            case .internalError: .internalServerError
            }
        return try json(ErrorResource(code: code, message: message), status: status)
    }

    /// - Throws: `RequestProblem` when the body is over the bound or not what is asked for.
    static func body<Value: Decodable>(
        _ type: Value.Type, of request: Request, upTo bound: Int = 64 * 1_024
    ) async throws -> Value {
        let bytes = try await body(of: request, upTo: bound)
        do {
            return try APICoding.decode(type, from: bytes)
        } catch {
            throw RequestProblem(code: .badRequest, message: "the body is not a \(type): \(error)")
        }
    }

    /// - Throws: `RequestProblem` when the body is over the bound.
    static func body(of request: Request, upTo bound: Int) async throws -> Data {
        var request = request
        do {
            return Data(try await request.collectBody(upTo: bound).readableBytesView)
        } catch {
            throw RequestProblem(code: .badRequest, message: "the body is over \(bound) bytes or was cut off")
        }
    }

    static func bytes(_ data: Data) -> Response {
        Response(
            status: .ok, headers: [.contentType: "application/octet-stream"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: data)))
    }
}

/// A request that can't be answered as asked.
struct RequestProblem: Error {
    let code: ErrorResource.Code
    let message: String
}
