package import Foundation

extension Date {
    /// Cut to the milliseconds that the store and the API keep, so that it comes back as it was.
    package var wholeMilliseconds: Date {
        Date(timeIntervalSince1970: (timeIntervalSince1970 * 1_000).rounded() / 1_000)
    }
}
