import Foundation
import Model

/// A private key as its file has it.
enum KeptKey: Hashable, Sendable {
    case clear(Data)
    case wrapped(WrappedKey)

    /// nil for one that is in clear.
    var wrapping: WrappingKey? {
        switch self {
        case .clear: nil
        case .wrapped(let wrapped): wrapped.by
        }
    }
}

extension KeptKey: CustomStringConvertible, CustomReflectable {
    var description: String {
        switch self {
        case .clear: "a key in clear"
        case .wrapped(let wrapped): "a key wrapped by \(wrapped.by)"
        }
    }

    var customMirror: Mirror { Mirror(self, children: []) }
}
