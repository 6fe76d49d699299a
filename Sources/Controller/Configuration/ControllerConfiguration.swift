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

        package init(name: String, url: String, ref: String?, path: String) {
            self.name = name
            self.url = url
            self.ref = ref
            self.path = path
        }
    }

    package let stateDirectory: URL
    package let source: Source
    /// How often to look at the source.
    package let interval: Duration
    /// How often to look at the clouds.
    package let observeInterval: Duration
    /// End after convergence.
    package let once: Bool
    package let operatorConfiguration: OperatorConfiguration
    /// How many objects may be worked on at once.
    package let concurrency: Int

    package init(
        stateDirectory: URL, source: Source, interval: Duration = .seconds(60),
        observeInterval: Duration = .seconds(2), once: Bool = false,
        operatorConfiguration: OperatorConfiguration = OperatorConfiguration(), concurrency: Int = 8
    ) {
        self.stateDirectory = stateDirectory
        self.source = source
        self.interval = interval
        self.observeInterval = observeInterval
        self.once = once
        self.operatorConfiguration = operatorConfiguration
        self.concurrency = concurrency
    }
}
