import Model
import Testing

/// A secret shows itself nowhere but where it is asked for by name.
struct SecretTests {
    private struct Holder {
        let pin = Secret("hunter2")
    }

    /// Breaks when `description`, `debugDescription` or `customMirror` gives the value.
    @Test("however it is printed, its value is not")
    func printed() {
        let secret = Secret("hunter2")
        var dumped = ""
        dump(Holder(), to: &dumped)
        dump([secret], to: &dumped)
        let texts = [
            "\(secret)", String(describing: secret), String(reflecting: secret), "\([secret])", "\(Holder())",
            String(reflecting: ["pin": secret]), dumped,
        ]
        #expect(texts.filter { $0.contains("hunter2") } == [])
        #expect("\(secret)" == "***")
        #expect(secret.reveal() == "hunter2")
    }

    @Test("equal is what has the same bytes")
    func equality() {
        #expect(Secret("hunter2") == Secret("hunter2"))
        for other in ["", "hunter", "hunter22", "hunter3", "Hunter2"] {
            #expect(Secret("hunter2") != Secret(other), "\(other)")
        }
    }
}
