import Foundation
import Model
import Testing

@testable import Server

/// Whether what a delivery says is a reason to look at the source.
struct WebhookVerdictTests {
    private func verdict(
        _ news: WebhookNews, url: String = "https://git.example.org/shop/tests.git",
        follows: FollowedRef = .branch("main"), type: WebhookConfiguration.Sender = .github, current: String? = "main"
    ) -> WebhookVerdict {
        let receiver = WebhookReceiver(
            source: "shop", url: url, follows: follows,
            configuration: WebhookConfiguration(type: type, secret: .environmentVariable("S"))
        ) { Secret("s") }
        return WebhookVerdict(on: news, for: receiver, current: current)
    }

    private func push(_ ref: String..., repository: String? = "Shop/Tests") -> WebhookNews {
        WebhookNews(
            topic: .push, repository: repository,
            refs: ref.map { WebhookNews.RefUpdate(ref: $0, commit: nil) })
    }

    @Test("A push to what is followed is looked at; another ref, repository or topic is not")
    func followed() {
        #expect(verdict(push("refs/heads/main")) == .looking)
        #expect(verdict(push("refs/heads/other", "refs/heads/main")) == .looking)
        #expect(verdict(push("refs/heads/other")) == .ignored("it is about a ref that is not followed"))
        #expect(verdict(push("refs/tags/main")) == .ignored("it is about a ref that is not followed"))
        #expect(
            verdict(push("refs/heads/main", repository: "shop/other")) == .ignored("it is about another repository"))
        #expect(verdict(push("refs/heads/main", repository: nil)) == .ignored("it names no repository"))
        #expect(verdict(push("refs/heads/main", repository: nil), type: .generic) == .looking)
        #expect(verdict(WebhookNews(topic: .ping)) == .ping)
        #expect(
            verdict(WebhookNews(topic: .other, repository: "shop/tests", refs: push("refs/heads/main").refs))
                == .ignored("it tells of no new commit"))
        #expect(verdict(push()) == .looking, "a push that lists no refs may be anything")
    }

    @Test("Every sort of ref that can be followed")
    func refs() {
        let cases: [(FollowedRef, String, String?, Bool)] = [
            (.defaultBranch, "refs/heads/trunk", "trunk", true), (.defaultBranch, "refs/heads/x", "trunk", false),
            (.defaultBranch, "refs/heads/x", nil, true), (.tag("v1"), "refs/tags/v1", nil, true),
            (.tag("v1"), "refs/heads/v1", nil, false), (.versions, "refs/tags/v1.2.3", nil, true),
            (.versions, "refs/heads/main", nil, false), (.tagOrBranch("v1"), "refs/heads/v1", nil, true),
            (.tagOrBranch("v1"), "refs/tags/v1", nil, true), (.name("refs/pull/7/head"), "refs/pull/7/head", nil, true),
            (.name("refs/pull/7/head"), "refs/pull/8/head", nil, false), (.commit, "refs/heads/main", nil, false),
        ]
        for (follows, ref, current, isTouched) in cases {
            #expect(
                (verdict(push(ref), follows: follows, current: current) == .looking) == isTouched, "\(follows) \(ref)")
        }
        #expect(verdict(push(), follows: .commit) != .looking)
    }

    @Test("A repository is known by the end of the source's path, whatever the case and the spelling of the URL")
    func repositories() {
        let cases: [(String, String, Bool)] = [
            ("shop/tests", "https://git.example.org/shop/tests.git", true),
            ("Shop/Tests", "https://git.example.org:8443/shop/tests/", true),
            ("shop/tests", "git@git.example.org:shop/tests.git", true),
            ("shop/tests", "ssh://git@git.example.org/shop/tests", true),
            ("PRJ/tests", "https://bitbucket.example.org/scm/prj/tests.git", true),
            ("a/b/c", "https://git.example.org/a/b/c.git", true), ("b/c", "https://git.example.org/a/b/c.git", true),
            ("x/shop/tests", "https://git.example.org/shop/tests.git", false),
            ("tests", "https://git.example.org/shop/mytests.git", false),
            ("shop/tests", "https://git.example.org", false), ("/", "https://git.example.org/shop/tests", false),
            ("shop/tests", "/srv/git/anything", true), ("shop/tests", "file:///srv/git/anything", true),
        ]
        for (name, url, isMatch) in cases {
            #expect(RepositoryName.matches(name, url: url) == isMatch, "\(name) \(url)")
        }
    }

    @Test("A sender has a burst, then so many a second; senders do not share, and memory is bounded")
    func limits() {
        var limit = RateLimit(burst: 3, perSecond: 2, capacity: 4)
        let start = ContinuousClock.now
        let ana = RateLimit.Key(source: "shop", address: "10.0.0.1")
        for _ in 0..<3 { #expect(limit.take(ana, at: start) == nil) }
        #expect(limit.take(ana, at: start) == 1)
        #expect(limit.take(RateLimit.Key(source: "shop", address: "10.0.0.2"), at: start) == nil)
        #expect(limit.take(ana, at: start.advanced(by: .milliseconds(500))) == nil)
        #expect(limit.take(ana, at: start.advanced(by: .milliseconds(600))) != nil)
        var refused = 0
        for number in 0..<1_000
        where limit.take(RateLimit.Key(source: "shop", address: "10.1.\(number)"), at: start) != nil {
            refused += 1
        }
        #expect(refused > 900, "strangers beyond the bound share one bucket")
        let later = start.advanced(by: .seconds(60))
        #expect(limit.take(RateLimit.Key(source: "shop", address: "10.2.0.1"), at: later) == nil)
    }
}
