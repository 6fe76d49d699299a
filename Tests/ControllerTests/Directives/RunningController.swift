import Controller
import Foundation
import Model
import TestSupport

/// A controller that goes on until the test ends it.
struct RunningController {
    let controller: Controller
    private let running: Task<ExitStatus, any Error>

    init(
        _ fixture: ControllerFixture, clock: any WallClock = SystemWallClock(),
        interval: Duration = .milliseconds(20), observeInterval: Duration = .milliseconds(20)
    ) async throws {
        let controller = fixture.controller(
            once: false, interval: interval, observeInterval: observeInterval, clock: clock
        ).controller
        try await controller.restore()
        self.controller = controller
        running = Task { try await controller.run() }
    }

    func stop() async throws {
        await controller.stop()
        _ = try await running.value
    }

    /// Waits until a pass that began after this call has left nothing to do.
    func settles() async -> Bool {
        let before = await controller.progress
        return await eventually {
            let now = await controller.progress
            return now.isSettled && now.hasPassed(before)
        }
    }

    func status(of name: String) async -> ObjectStatus? {
        await controller.objects().first { $0.identity.name == name }?.status
    }
}

extension ObjectIdentity {
    static let pool = ObjectIdentity(kind: .cloudResource, name: "pool")
    static let dev = ObjectIdentity(kind: .environment, name: "dev")
}
