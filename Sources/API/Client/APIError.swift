package import HTTPTransport

/// Why a call of the API gave no result.
package enum APIError: Error, Hashable, Sendable {
    /// No answer came.
    case unreachable(url: String, HTTPTransportError)
    case unauthorized(message: String)
    case notFound(message: String)
    /// The lease has been given to another attempt, or its run has ended.
    case leaseLost
    case badRequest(message: String)
    case server(status: Int, message: String)
    /// An answer came that no controller of this version gives.
    case malformed(url: String, reason: String)
    case cancelled
}

extension APIError {
    /// From the answer's `ErrorResource`, else from the status alone.
    init(status: Int, resource: ErrorResource?) {
        let message = resource?.error.message ?? "HTTP status \(status)"
        switch resource?.error.code {
        case .unauthorized: self = .unauthorized(message: message)
        case .notFound: self = .notFound(message: message)
        case .badRequest: self = .badRequest(message: message)
        case .leaseLost: self = .leaseLost
        case .internalError: self = .server(status: status, message: message)
        case nil:
            switch status {
            case 401, 403: self = .unauthorized(message: message)
            case 404: self = .notFound(message: message)
            case 400..<500: self = .badRequest(message: message)
            default: self = .server(status: status, message: message)
            }
        }
    }

    /// Whether the same call may succeed later, or against a controller that has come back.
    package var isTransient: Bool {
        switch self {
        case .unreachable, .server, .malformed: true
        case .unauthorized, .notFound, .leaseLost, .badRequest, .cancelled: false
        }
    }
}

extension APIError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreachable(let url, .tls(let endpoint, let reason)):
            "no controller answers at \(url): \(HTTPTransportError.tls(endpoint: endpoint, reason: reason)); set RONDO_CA "
                + "to the file with its authority, which is `ca.pem` in its state folder"
        case .unreachable(let url, let error): "no controller answers at \(url): \(error)"
        case .unauthorized(let message): "the controller refused the token: \(message)"
        case .notFound(let message), .badRequest(let message): message
        case .leaseLost: "the lease is no longer this worker's"
        case .server(let status, let message): "the controller failed with status \(status): \(message)"
        case .malformed(let url, let reason): "\(url) does not answer as a controller of this version: \(reason)"
        case .cancelled: "the call was cancelled"
        }
    }
}
