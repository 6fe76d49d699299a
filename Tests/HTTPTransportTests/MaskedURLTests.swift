import HTTPTransport
import Testing

struct MaskedURLTests {
    @Test(arguments: [
        ("http://a.test/x", "http://a.test/x"), ("http://u:p@a.test/x", "http://***@a.test/x"),
        ("http://u@a.test", "http://***@a.test"), ("http://u:p@q@a.test/x@y", "http://***@a.test/x@y"),
        ("http://a.test/x@y", "http://a.test/x@y"), ("http://a.test?x=@", "http://a.test?x=@"), ("a@b", "a@b"),
    ])
    func onlyUserAndPasswordAreMasked(_ url: String, _ masked: String) {
        #expect(MaskedURL.mask(url) == masked)
    }
}
