package import Hummingbird
import NIOCore

/// A request's context that knows whose the connection is.
package struct ClientContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// The address without its port; empty where there is none.
    let address: String

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        address = source.channel.remoteAddress?.ipAddress ?? ""
    }
}
