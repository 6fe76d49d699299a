import Foundation
import Manifests
import Model

/// Loads the bytes as a manifest; whatever they are, what is said of them must lie inside the file.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let contents = Data(bytes: start, count: count)
    let tree = SourceTree(
        revision: Revision(ref: "main", commit: GitObjectID(rawValue: "a")),
        files: [SourceFile(path: "m.yaml", blob: GitObjectID(rawValue: "b"), contents: contents)])
    let loaded = ManifestLoader().load(tree, source: "default")
    let lines = contents.count { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") } + 2
    for diagnostic in loaded.set.diagnostics {
        // libyaml also ends lines at U+0085, U+2028 and U+2029, of two and three bytes.
        precondition(diagnostic.location.line <= lines + contents.count / 2, "\(diagnostic)")
    }
    return 0
}
