import ArgumentParser
import Foundation
import GitSource

/// Writes blobs of a mirror into a folder; started by the controller, never by a person.
struct GitBlobsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "git-blobs", shouldDisplay: false)

    @Option var mirror: String
    @Option var folder: String
    @Option var limit: Int

    func run() {
        BlobExport.run(
            mirror: mirror, folder: folder, limit: limit, input: .standardInput, output: .standardOutput)
    }
}
