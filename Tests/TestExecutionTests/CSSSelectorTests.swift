import Model
import TestLanguage
import Testing

@testable import TestExecution

struct CSSSelectorTests {
    private static let page = """
        <html><head><title>Shop</title></head><body>
        <ul class="menu main"><li id="one" class="item first">1</li><li class="item">2</li><li class="other">3</li></ul>
        <div><p lang="en-GB">a</p><span>s</span><p data-x="a b" title="it's">b</p><p>c</p><em></em></div>
        <form><input type="checkbox" checked><input disabled name="n"><a href="https://h/x.pdf">l</a></form>
        </body></html>
        """

    @Test(
        "Selectors find what browsers find",
        arguments: [
            ("title", ["Shop"]), ("li", ["1", "2", "3"]), ("LI", ["1", "2", "3"]), ("#one", ["1"]),
            (".item", ["1", "2"]),
            ("li.item.first", ["1"]), ("ul.menu > li", ["1", "2", "3"]), ("body li", ["1", "2", "3"]), ("ul > p", []),
            ("p + span", ["s"]), ("span ~ p", ["b", "c"]), ("li:first-child", ["1"]), ("li:last-child", ["3"]),
            ("li:nth-child(2)", ["2"]), ("li:nth-child(odd)", ["1", "3"]), ("li:nth-child(even)", ["2"]),
            ("li:nth-child(n+2)", ["2", "3"]), ("li:nth-child(-n+2)", ["1", "2"]), ("li:nth-last-child(1)", ["3"]),
            ("p:nth-of-type(2)", ["b"]), ("p:first-of-type", ["a"]), ("p:last-of-type", ["c"]),
            ("span:only-of-type", ["s"]),
            ("title:only-child", ["Shop"]), ("em:empty", [""]), ("li:not(.item)", ["3"]),
            ("li:not(#one):not(.other)", ["2"]),
            ("[lang|=en]", ["a"]), ("[data-x~=b]", ["b"]), ("[data-x]", ["b"]), ("[title=\"it's\"]", ["b"]),
            ("a[href^=https]", ["l"]), ("a[href$='.pdf']", ["l"]), ("a[href*=\"h/\"]", ["l"]), ("a[href$=x]", []),
            ("title, em", ["Shop", ""]), ("input:checked", [""]), ("input:disabled", [""]), ("a[href^='']", []),
            ("html:root > body > ul", ["123"]), ("* > li.other", ["3"]),
            // Breaks when the name before `:not`, or the one in it, is not that whose elements are counted.
            ("p:not(:first-of-type)", ["b", "c"]), ("div > *:not(p:first-of-type)", ["s", "b", "c", ""]),
            ("div > :not(p:nth-of-type(2)):not(em)", ["a", "s", "c"]),
            // Breaks when the step's size is taken by `abs`.
            ("li:nth-child(-9223372036854775808n+1)", ["1"]),
        ])
    func finds(selector: String, texts: [String]) throws {
        let document = try #require(MarkupDocument(html: Self.page))
        let xpath = try CSSSelector.xpath(selector)
        #expect(document.evaluate(css: selector) == .elements(texts), "\(xpath)")
    }

    @Test(
        "What is no selector is refused",
        arguments: [
            "", "a >", "> a", "a,,b", "[a", "[a=]", "[a!=b]", ".", "#", "a:nth-child(x)", "a:hover", "a::before",
            "a:not()", "a)",
        ])
    func refuses(selector: String) {
        #expect(throws: LanguageError.self) { try CSSSelector.xpath(selector) }
    }

    /// Breaks when they count elements of all names.
    @Test(
        "What counts elements of one name needs the name",
        arguments: [
            (".item:first-of-type", "name the element: `p:first-of-type`"),
            ("*:nth-of-type(2)", "name the element: `p:nth-of-type(2)`"),
            ("li:not(*):only-of-type", "`*` can't stand here"),
            ("div > :not(:only-of-type)", "name the element: `p:only-of-type`"),
        ])
    func needsAName(selector: String, words: String) {
        let error = #expect(throws: LanguageError.self) { try CSSSelector.xpath(selector) }
        #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
    }
}
