package import Foundation

/// What the person who imports says, and what is known of where the suite will stand.
package struct ImportOptions: Sendable {
    /// The suite's name; that of the file or document where it is not given.
    package var name: String?
    package var environment: String
    /// The service that requests are sent to, in the place of the address that the input has.
    package var service: String?
    /// Where that service answers, if it is known: requests leave out the folders that its address begins with.
    package var serviceAddress: String?
    /// Values for what the input leaves open.
    package var variables: [String: String]
    /// The secrets that the environment has; nil where nobody knows.
    package var secrets: Set<String>?
    /// Whether an environment is written together with the suite, so that it has whatever the suite needs.
    package var isNewEnvironment: Bool
    /// The path of a file that the input names as the manifest will name it; nil where there is no such file.
    package var file: @Sendable (String) -> String?
    /// The content of a file that the input refers to, by its path relative to the folder of the input.
    package var read: @Sendable (String) throws -> Data

    package init(
        name: String? = nil, environment: String = "dev", service: String? = nil, serviceAddress: String? = nil,
        variables: [String: String] = [:], secrets: Set<String>? = nil, isNewEnvironment: Bool = false,
        file: @escaping @Sendable (String) -> String? = { _ in nil },
        read: @escaping @Sendable (String) throws -> Data = {
            throw ImportError(file: $0, "no other file is read here")
        }
    ) {
        self.name = name
        self.environment = environment
        self.service = service
        self.serviceAddress = serviceAddress
        self.variables = variables
        self.secrets = secrets
        self.isNewEnvironment = isNewEnvironment
        self.file = file
        self.read = read
    }
}
