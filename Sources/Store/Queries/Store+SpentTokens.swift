package import Foundation
import GRDB

extension Store {
    /// Marks a one-time token as used; true the first time only.
    ///
    /// - Parameters:
    ///   - tokenID: the token's nonce, never the token itself.
    ///   - expires: when the token is refused by its date alone, so that the mark may be swept.
    package func spend(tokenID: String, expires: Date) async throws -> Bool {
        try await control.write { database in
            try database.execute(
                sql: "INSERT OR IGNORE INTO spentTokens (id, expires) VALUES (?, ?)",
                arguments: [tokenID, expires.storedMilliseconds])
            return database.changesCount == 1
        }
    }

    /// Forgets the marks of tokens that had expired before a time.
    package func sweepSpentTokens(before time: Date) async throws {
        try await control.write { database in
            try database.execute(
                sql: "DELETE FROM spentTokens WHERE expires < ?", arguments: [time.storedMilliseconds])
        }
    }
}
