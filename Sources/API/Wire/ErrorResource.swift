/// What the API answers instead of a result.
package struct ErrorResource: Codable, Sendable, Hashable {
    package struct Body: Codable, Sendable, Hashable {
        package let code: Code
        package let message: String
    }

    package enum Code: String, Codable, Sendable, Hashable {
        case unauthorized
        case notFound
        case badRequest
        /// The lease has been given to another attempt.
        case leaseLost
        case internalError
    }

    package let error: Body

    package init(code: Code, message: String) { error = Body(code: code, message: message) }
}
