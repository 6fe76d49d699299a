package import Foundation
package import Model

/// How one controller is to run; made from the command line and the operator's file.
package struct ControllerConfiguration: Sendable {
    package struct Source: Sendable {
        package let name: String
        /// As it may be shown: without credentials.
        package let url: String
        package let ref: String?
        package let path: String
        /// How often to look at it.
        package let interval: Duration

        package init(name: String, url: String, ref: String?, path: String, interval: Duration = .seconds(60)) {
            self.name = name
            self.url = url
            self.ref = ref
            self.path = path
            self.interval = interval
        }
    }

    package let stateDirectory: URL
    /// At least one; their names differ.
    package let sources: [Source]
    /// How often to look at the clouds.
    package let observeInterval: Duration
    /// End after convergence.
    package let once: Bool
    package let operatorConfiguration: OperatorConfiguration
    /// How many objects may be worked on at once.
    package let concurrency: Int

    package init(
        stateDirectory: URL, sources: [Source], observeInterval: Duration = .seconds(2), once: Bool = false,
        operatorConfiguration: OperatorConfiguration = OperatorConfiguration(), concurrency: Int = 8
    ) {
        self.stateDirectory = stateDirectory
        self.sources = sources
        self.observeInterval = observeInterval
        self.once = once
        self.operatorConfiguration = operatorConfiguration
        self.concurrency = concurrency
    }
}
