/// What is wrong with a certificate, its key or an authority, with what to do about it; never with the key.
package struct CertificateFault: Error, Hashable, CustomStringConvertible {
    /// What a file was read for.
    package enum Part: Hashable, Sendable {
        case certificate
        case key
        case authority
    }

    /// Which of the files it is.
    package let part: Part
    /// Continues a sentence that begins with the file's name.
    package let reason: String

    package init(_ part: Part, _ reason: String) {
        self.part = part
        self.reason = reason
    }

    package var description: String { reason }
}
