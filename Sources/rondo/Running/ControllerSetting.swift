import Controller
import Foundation
import Model

/// Everything that one controller process is told on its command line and by the operator's file.
struct ControllerSetting {
    /// At least one; their names differ.
    let sourceSettings: [SourceSetting]
    let stateDirectory: URL
    /// The state folder as it is shown.
    let statePath: String
    let listen: ListenArgument
    let options: ControllerOptions
    let operatorConfiguration: OperatorConfiguration

    /// The sources as they are shown: without credentials.
    var sources: [ControllerConfiguration.Source] { sourceSettings.map(\.shown) }

    var shortestInterval: Duration { sourceSettings.map(\.interval).min() ?? .seconds(60) }
}
