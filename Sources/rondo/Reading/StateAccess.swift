import API
import Access
import Foundation
import HTTPTransport
import Model
import Store

/// Finds what to read from: `RONDO_SERVER`, else the controller of the state folder, else the folder itself.
enum StateAccess {
    static func open(_ options: StateOptions) async throws -> any StateReading {
        if let client = try namedServer { return LiveState(client: client) }
        let directory = options.directory
        if let client = try await controller(of: directory) { return LiveState(client: client) }
        guard FileManager.default.fileExists(atPath: directory.appending(path: "control.db").path) else {
            throw ReadingError.noState(options.path)
        }
        return StoredState(store: try await Store.open(directory: directory, mode: .readOnly), directory: directory)
    }

    /// A client of the controller that is to act: `RONDO_SERVER`, else the one of the state folder.
    static func controller(_ options: StateOptions) async throws -> APIClient {
        if let client = try namedServer { return client }
        guard let client = try await controller(of: options.directory) else {
            throw ReadingError.noController(options.path)
        }
        return client
    }

    /// A client of the controller that answers: `RONDO_SERVER`, else the one of the state folder; nil without either.
    static func answering(_ options: StateOptions) async throws -> APIClient? {
        if let client = try namedServer { return client }
        return try await controller(of: options.directory)
    }

    /// The controller that `RONDO_SERVER` names, trusted by what is in the file of `RONDO_CA`, else by what the system
    /// trusts; nil when it names none.
    private static var namedServer: APIClient? {
        get throws(ReadingError) {
            let environment = ProcessInfo.processInfo.environment
            guard let server = environment["RONDO_SERVER"], !server.isEmpty else { return nil }
            var authority: Data?
            if let path = environment["RONDO_CA"], !path.isEmpty {
                guard let file = try? FileHandle(forReadingFrom: URL(filePath: path)),
                    let contents = try? file.read(upToCount: maxAuthorityBytes + 1),
                    contents.count <= maxAuthorityBytes
                else { throw .unreadableAuthority(path) }
                authority = contents
            }
            return APIClient(
                baseURL: server, token: environment["RONDO_TOKEN"].map { Secret($0) }, authority: authority)
        }
    }

    /// Whole bundles of a system have less.
    private static let maxAuthorityBytes = 1 << 20

    /// A client of the controller that runs on a folder; nil when none answers.
    ///
    /// A killed controller leaves its file behind, and another may listen on its port by then: the process that
    /// wrote it must hold the folder's lock before anybody sends it the token.
    static func controller(of directory: URL) async throws -> APIClient? {
        guard let endpoint = EndpointRecord.read(from: directory),
            StateLock.holder(directory: directory) == endpoint.pid,
            let token = try await AdminToken.load(stateFolder: directory)
        else { return nil }
        let client = APIClient(endpoint.address, token: token.secret)
        do {
            try await client.health()
            return client
        } catch {
            return nil
        }
    }
}

extension StateAccess {
    /// As `open`, but a state folder that does not exist yet is an empty state when that is allowed.
    static func openOrEmpty(_ options: StateOptions, allowEmpty: Bool) async throws -> any StateReading {
        do {
            return try await open(options)
        } catch ReadingError.noState where allowEmpty {
            return EmptyState()
        }
    }
}
