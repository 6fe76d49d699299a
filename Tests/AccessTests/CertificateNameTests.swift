import Testing

@testable import Access

struct CertificateNameTests {
    @Test(arguments: [
        ("Rondo.Example", CertificateName.dns("rondo.example")), ("127.0.0.1", .address([127, 0, 0, 1])),
        ("::1", .address([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])),
    ])
    func hosts(host: String, name: CertificateName) { #expect(CertificateName(host: host) == name) }

    @Test(arguments: [
        "", "0.0.0.0", "::", "a b", "ä.example", "*.example", "[::1]", String(repeating: "a", count: 254),
    ])
    func noNames(host: String) { #expect(CertificateName(host: host) == nil) }

    @Test func whatCovers() throws {
        let shop = try #require(CertificateName(host: "a.shop.example"))
        #expect(CertificateName.dns("a.shop.example").covers(shop))
        #expect(CertificateName.dns("*.shop.example").covers(shop))
        #expect(!CertificateName.dns("*.example").covers(shop))
        #expect(!CertificateName.dns("*.shop.example").covers(.dns("shop.example")))
        #expect(!CertificateName.dns("*.shop.example").covers(.dns(".shop.example")))
        #expect(!CertificateName.dns("127.0.0.1").covers(.address([127, 0, 0, 1])))
    }

    @Test func examplesCanStandInURLs() {
        #expect(CertificateName.dns("*.shop.example").example == "rondo.shop.example")
        #expect(CertificateName.dns("shop.example").example == "shop.example")
        #expect(CertificateName.address([10, 0, 0, 7]).example == "10.0.0.7")
        #expect(CertificateName.address(Array(repeating: 1, count: 16)).example == nil)
    }
}
