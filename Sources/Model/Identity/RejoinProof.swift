package import Foundation

/// What a worker signs to show that it holds the key its credential names.
package enum RejoinProof {
    /// The bytes under the signature. Time counts in whole seconds, so that no encoding of a date on the way changes them.
    package static func message(worker: WorkerID, time: Date) -> Data {
        Data("rondo worker rejoin v1\n\(worker.rawValue)\n\(seconds(time))\n".utf8)
    }

    /// Seconds since 1970, to the nearest; what lies far outside human time is 0.
    package static func seconds(_ time: Date) -> Int64 {
        Int64(exactly: time.timeIntervalSince1970.rounded()) ?? 0
    }
}
