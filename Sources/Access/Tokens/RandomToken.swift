import Foundation
import Model

/// Random text that nobody can guess.
enum RandomToken {
    static func make(bytes count: Int) -> String {
        // The system's generator is a cryptographic one (getrandom on Linux).
        var generator = SystemRandomNumberGenerator()
        return Base64URL.encode(Data((0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }))
    }
}
