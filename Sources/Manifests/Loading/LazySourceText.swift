import Foundation

/// The text of a file, split into lines when it is first asked for; most files never need it.
final class LazySourceText {
    private let contents: Data
    private(set) lazy var value = SourceText(contents)

    init(_ contents: Data) { self.contents = contents }
}
