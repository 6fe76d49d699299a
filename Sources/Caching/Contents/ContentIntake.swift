package import Foundation

/// Takes files that come in parts into a folder of contents, within bounds for each sender.
package actor ContentIntake {
    /// A sender asks for more than it may.
    package struct Refusal: Error, Hashable, CustomStringConvertible {
        package let description: String
    }

    private struct Arrival {
        let draft: URL
        let size: Int
        var received = 0
        /// Whether a part of it is being written.
        var isBusy = false
    }

    private struct Sender {
        var arrivals: [String: Arrival] = [:]
        /// What it has sent whole.
        var kept: [String: Int] = [:]
        var lastHeard: ContinuousClock.Instant

        var bytes: Int { kept.values.reduce(0, +) + arrivals.values.reduce(0) { $0 + $1.size } }
        var files: Int { kept.count + arrivals.count }
    }

    private let folder: ContentFolder
    private let maxFiles: Int
    private let maxBytes: Int
    private var senders: [String: Sender] = [:]

    /// Of a sender that was not heard of for so long nothing more is waited for.
    private static let patience = Duration.seconds(3_600)

    package init(folder: ContentFolder, maxFiles: Int, maxBytes: Int) {
        self.folder = folder
        self.maxFiles = maxFiles
        self.maxBytes = maxBytes
    }

    /// Takes the next part of a file; one that begins elsewhere than where the file ends by now is passed over.
    ///
    /// - Parameters:
    ///   - name: the digest of the whole file.
    ///   - size: of the whole file.
    /// - Returns: how much of the file there is; all of it once it is kept.
    package func take(
        _ part: Data, at offset: Int, of name: String, size: Int, from sender: String
    ) async throws -> Int {
        forgetSilent()
        senders[sender]?.lastHeard = .now
        if senders[sender]?.kept[name] == size { return size }
        if senders[sender]?.arrivals[name]?.size != size { try await begin(name, size: size, from: sender) }
        guard let arrival = senders[sender]?.arrivals[name], !arrival.isBusy, arrival.received == offset else {
            return senders[sender]?.arrivals[name]?.received ?? 0
        }
        guard offset + part.count <= size else {
            drop(name, of: sender)
            throw Refusal(description: "more came of \(name) than its \(size) bytes")
        }
        senders[sender]?.arrivals[name]?.isBusy = true
        do {
            let file = try FileHandle(forWritingTo: arrival.draft)
            defer { try? file.close() }
            try file.seekToEnd()
            try file.write(contentsOf: part)
            let received = offset + part.count
            senders[sender]?.arrivals[name]?.received = received
            if received == size {
                try await folder.adopt(arrival.draft, as: name)
                senders[sender]?.arrivals[name] = nil
                senders[sender]?.kept[name] = size
            }
            senders[sender]?.arrivals[name]?.isBusy = false
            return received
        } catch {
            drop(name, of: sender)
            throw error
        }
    }

    /// Nothing more comes from it.
    package func end(_ sender: String) {
        for arrival in senders[sender]?.arrivals.values.map(\.draft) ?? [] {
            try? FileManager.default.removeItem(at: arrival)
        }
        senders[sender] = nil
    }

    private func begin(_ name: String, size: Int, from sender: String) async throws {
        guard ContentDigest.sha256.isName(name), size >= 0 else {
            throw Refusal(description: "`\(name.prefix(80))` is no SHA-256 of a file")
        }
        drop(name, of: sender)
        try checkRoom(for: size, of: sender)
        let draft = try await folder.draft()
        // Others may have begun meanwhile, this very file too.
        drop(name, of: sender)
        do {
            try checkRoom(for: size, of: sender)
        } catch {
            try? FileManager.default.removeItem(at: draft)
            throw error
        }
        senders[sender, default: Sender(lastHeard: .now)].arrivals[name] = Arrival(draft: draft, size: size)
    }

    private func checkRoom(for size: Int, of sender: String) throws(Refusal) {
        let files = senders[sender]?.files ?? 0
        guard files < maxFiles, size <= maxBytes - (senders[sender]?.bytes ?? 0) else {
            throw Refusal(description: "more than \(maxFiles) files or \(maxBytes >> 20) MiB of one attempt")
        }
    }

    private func drop(_ name: String, of sender: String) {
        guard let arrival = senders[sender]?.arrivals.removeValue(forKey: name) else { return }
        try? FileManager.default.removeItem(at: arrival.draft)
    }

    private func forgetSilent() {
        for (name, sender) in senders where sender.lastHeard.duration(to: .now) > Self.patience { end(name) }
    }
}
