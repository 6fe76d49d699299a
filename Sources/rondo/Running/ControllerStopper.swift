import Foundation
import Model
import Store

/// Ends the controller that runs on a state folder and waits until it has let go of it.
enum ControllerStopper {
    private static let patience = Duration.seconds(30)

    static func stop(in directory: URL) async throws {
        guard try await StateAccess.controller(of: directory) != nil,
            let endpoint = EndpointRecord.read(from: directory)
        else { return }
        TerminalOutput.out("stopping the controller (pid \(endpoint.pid)) …")
        kill(endpoint.pid, SIGTERM)
        let deadline = ContinuousClock.now.advanced(by: patience)
        // The process may stay as a zombie: what counts is that it has let go.
        while StateLock.holder(directory: directory) == endpoint.pid, ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(50))
        }
    }
}
