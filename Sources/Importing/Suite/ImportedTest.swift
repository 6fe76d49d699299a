import Model

/// A request with what must hold of its answer.
struct ImportedExchange {
    var name: String
    /// What people should know of it.
    var comment: [String] = []
    var request: ImportedRequest
    var check = ImportedCheck()
    /// Only written down, never sent.
    var isSkipped = false
    /// To wait before it is sent.
    var delay: TimeSpan?
}

/// One test of the suite.
struct ImportedTest {
    enum Body {
        case rest(ImportedExchange)
        case integration([ImportedExchange])
    }

    var name: String
    var comment: [String] = []
    var body: Body
    /// Longer than what tests have.
    var timeout: TimeSpan?
}

/// A suite before it is text.
struct ImportedSuite {
    var name: String
    var comment: [String] = []
    var environment: String
    var services: [String] = []
    /// Only when somebody asks for it.
    var isManual = false
    var params: [ImportedParameter] = []
    var tests: [ImportedTest] = []
}

/// A value of the suite that its author has to know.
struct ImportedParameter: Hashable {
    let name: String
    var value: JSONValue
    var comment: [String] = []
}
