import Controller
import Foundation
import GitSource
import Model

/// Everything that one controller process is told on its command line.
struct ControllerSetting {
    /// Where the manifests come from.
    enum Origin {
        case repository(GitRemote)
        /// A folder as it is, uncommitted edits included.
        case folder(String)
    }

    let sourceName: String
    let origin: Origin
    let stateDirectory: URL
    /// The state folder as it is shown.
    let statePath: String
    let interval: Duration
    let listen: ListenArgument
    let options: ControllerOptions

    /// The source as it is shown: without credentials.
    var source: ControllerConfiguration.Source {
        switch origin {
        case .repository(let remote):
            ControllerConfiguration.Source(
                name: sourceName, url: remote.displayURL, ref: remote.ref.given, path: remote.path)
        case .folder(let path):
            ControllerConfiguration.Source(name: sourceName, url: path, ref: nil, path: "")
        }
    }
}
