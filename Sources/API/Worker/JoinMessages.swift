package import Foundation
package import Model

/// What a worker says of itself when it joins.
package struct WorkerHello: Codable, Sendable, Hashable {
    /// Capability name to value; an empty value is mere presence.
    package let capabilities: [String: String]
    package let resources: InstanceResources
    package let slots: Int
    package let version: String

    package init(capabilities: [String: String], resources: InstanceResources, slots: Int, version: String) {
        self.capabilities = capabilities
        self.resources = resources
        self.slots = slots
        self.version = version
    }
}

/// `POST /worker/v1/join`, without a bearer: trades the one-time token for a credential.
package struct JoinRequest: Codable, Sendable {
    package let token: String
    /// Raw Ed25519 public key of the worker.
    package let publicKey: Data
    package let hello: WorkerHello

    package init(token: String, publicKey: Data, hello: WorkerHello) {
        self.token = token
        self.publicKey = publicKey
        self.hello = hello
    }
}

/// `POST /worker/v1/rejoin`, without a bearer: for a credential that has expired, or a controller that lost its database.
package struct RejoinRequest: Codable, Sendable {
    package let credential: String
    package let time: Date
    /// Ed25519 signature over the rejoin proof message of `Model`.
    package let signature: Data
    package let hello: WorkerHello

    package init(credential: String, time: Date, signature: Data, hello: WorkerHello) {
        self.credential = credential
        self.time = time
        self.signature = signature
        self.hello = hello
    }
}

/// The answer to `join`, `rejoin` and `POST /worker/v1/renew`.
package struct CredentialResponse: Codable, Sendable {
    package let worker: WorkerID
    package let credential: String
    package let expiresAt: Date
    /// How long a lease lasts without a heartbeat.
    package let lease: TimeSpan
    /// How often to send a heartbeat.
    package let heartbeat: TimeSpan

    package init(worker: WorkerID, credential: String, expiresAt: Date, lease: TimeSpan, heartbeat: TimeSpan) {
        self.worker = worker
        self.credential = credential
        self.expiresAt = expiresAt
        self.lease = lease
        self.heartbeat = heartbeat
    }
}
