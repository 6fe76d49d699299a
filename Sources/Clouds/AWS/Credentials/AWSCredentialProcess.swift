import Foundation
import Model
import Subprocess
import SystemPackage

/// A program of the operator's that prints credentials, as a profile's `credential_process` names it
/// ("Sourcing credentials with an external process in the AWS CLI").
struct AWSCredentialProcess: Sendable {
    /// What waits for a person's touch of a key is slower, and is no program for a controller.
    private static let patience = Duration.seconds(60)
    private static let maxBytes = 64 << 10

    let profile: String
    /// For the shell, as AWS's own libraries have it.
    let command: String

    func find() async throws -> AWSCredentials {
        guard let outcome = try await outcome() else {
            throw failed("it did not end within \(Self.patience.components.seconds) s")
        }
        guard case .exited(0) = outcome.status else {
            let said = outcome.errors.split(whereSeparator: \.isNewline).last.map { ": \($0.prefix(200))" } ?? ""
            throw failed("it ended with \(outcome.status)\(said)")
        }
        // Of what it printed nothing is told: it may be half a key.
        guard let body = try? JSONParser.parse(Array(outcome.output.utf8)), body["Version"] == .integer(1),
            let key = body["AccessKeyId"]?.string, let secret = body["SecretAccessKey"]?.string
        else { throw failed("it did not print credentials of version 1") }
        return AWSCredentials(
            accessKey: key, secretKey: Secret(secret), sessionToken: body["SessionToken"]?.string.map { Secret($0) },
            expires: body["Expiration"]?.string.flatMap(AWSTemporaryCredentials.date), origin: "profile \(profile)")
    }

    private struct Outcome: Sendable {
        let status: TerminationStatus
        let output: String
        let errors: String
    }

    /// nil when its time was over; it is ended then.
    private func outcome() async throws -> Outcome? {
        do {
            return try await withThrowingTaskGroup(of: Outcome?.self) { group in
                group.addTask {
                    let record = try await run(
                        .path("/bin/sh"), arguments: ["-c", command], input: .none,
                        output: .string(limit: Self.maxBytes), error: .string(limit: Self.maxBytes))
                    return Outcome(
                        status: record.terminationStatus, output: record.standardOutput,
                        errors: record.standardError)
                }
                group.addTask {
                    try await Task.sleep(for: Self.patience)
                    return nil
                }
                defer { group.cancelAll() }
                return try await group.next() ?? nil
            }
        } catch let error as CancellationError {
            throw error
        } catch {
            throw failed("it can't be run: \(error)")
        }
    }

    private func failed(_ reason: String) -> AWSCredentialError {
        .unusable(origin: "profile \(profile)", reason: "credential_process: \(reason)")
    }
}
