import Foundation
import Model
import Store
import TestSupport
import Testing

@testable import Access

struct JoinTokensTests {
    private let installation: Installation
    private var tokens: JoinTokens { installation.joinTokens }

    init() async throws { installation = try await Installation() }

    @Test func aTokenNamesItsInstanceOnce() async throws {
        let token = try issue()
        #expect(try await tokens.redeem(token, now: Installation.now) == installation.tags)
        await #expect(throws: AccessError.tokenSpent) { try await tokens.redeem(token, now: Installation.now) }
        // Spent is spent for the next controller on this folder too.
        let next = JoinTokens(
            identity: installation.identity, store: try await Store.open(directory: installation.folder.url))
        await #expect(throws: AccessError.tokenSpent) { try await next.redeem(token, now: Installation.now) }
    }

    @Test func ofManyAtOnceExactlyOneIsLetIn() async throws {
        let token = try issue()
        let admitted = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<20 {
                group.addTask { (try? await tokens.redeem(token, now: Installation.now)) != nil }
            }
            return await group.reduce(into: 0) { count, ok in count += ok ? 1 : 0 }
        }
        #expect(admitted == 1)
    }

    @Test func aTokenEndsWithItsLifetime() async throws {
        let token = try issue(lifetime: .seconds(10))
        await #expect(throws: AccessError.tokenExpired) {
            try await tokens.redeem(token, now: Installation.now.addingTimeInterval(10))
        }
        _ = try await tokens.redeem(token, now: Installation.now.addingTimeInterval(9.9))
    }

    @Test func everyChangedCharacterIsNoticed() async throws {
        let token = try issue()
        for offset in stride(from: 0, to: token.count, by: 7) {
            await #expect(throws: AccessError.tokenInvalid, "at \(offset)") {
                try await tokens.redeem(tampered(token, at: offset), now: Installation.now)
            }
        }
        _ = try await tokens.redeem(token, now: Installation.now)
    }

    @Test(arguments: ["", ".", "a.b", "..", "e30.", "e30.e30", String(repeating: "A", count: 10_000)])
    func whatIsNoTokenIsRefused(text: String) async throws {
        await #expect(throws: AccessError.tokenInvalid) { try await tokens.redeem(text, now: Installation.now) }
    }

    @Test func tokensOfOthersAndForOtherThingsAreRefused() async throws {
        let other = try await Installation()
        let foreign = try other.joinTokens.issue(
            instance: installation.tags, now: Installation.now, lifetime: .minutes(1)
        ).reveal()
        await #expect(throws: AccessError.tokenInvalid) { try await tokens.redeem(foreign, now: Installation.now) }
        // Signed by us with everything a join token has, but as a worker's credential.
        struct Same: Codable {
            var nonce = "n"
            let tags: InstanceTags
            var exp = Date.distantFuture
        }
        let signer = SignedToken(purpose: .worker, key: installation.identity.signingKey)
        let confused = try signer.issue(Same(tags: installation.tags)).reveal()
        await #expect(throws: AccessError.tokenInvalid) { try await tokens.redeem(confused, now: Installation.now) }
    }

    @Test func aStoreThatCannotAnswerLetsNobodyIn() async throws {
        let token = try issue()
        let reader = try await Store.open(directory: installation.folder.url, mode: .readOnly)
        let error = await #expect(throws: AccessError.self) {
            try await JoinTokens(identity: installation.identity, store: reader).redeem(token, now: Installation.now)
        }
        guard case .storeFailed = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(error?.description.contains(token) == false)
    }

    @Test func anythingThatCannotBeWrittenIsNoToken() {
        let signer = SignedToken(purpose: .join, key: installation.identity.signingKey)
        #expect(throws: AccessError.tokenInvalid) { try signer.issue(["a": Double.nan]) }
    }

    @Test func noPrintShowsATokenOrTheKey() throws {
        let secret = try tokens.issue(instance: installation.tags, now: Installation.now, lifetime: .minutes(1))
        for text in renderings(secret) { #expect(!text.contains(secret.reveal())) }
        for text in renderings(tokens) + renderings(installation.credentials) {
            #expect(text.contains("signer of"))
            #expect(!text.contains("PrivateKey"))
        }
    }

    private func issue(lifetime: TimeSpan = .minutes(1)) throws -> String {
        try tokens.issue(instance: installation.tags, now: Installation.now, lifetime: lifetime).reveal()
    }
}
