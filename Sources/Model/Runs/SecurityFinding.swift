/// A weakness that a security check or another scanner found.
package struct SecurityFinding: Hashable, Sendable, Codable {
    /// `hsts`; for another scanner's report the id of its rule.
    package let check: String
    /// The scanner that told it; nil is one of our own checks.
    package let tool: String?
    package let severity: SecuritySpec.Severity
    /// One sentence: what is wrong.
    package let message: String
    /// The address, or `file:line`, that it was found at.
    package let place: String?
    /// The item of the OWASP API Security Top 10 of 2023 that it belongs to: `API8:2023`.
    package let owasp: String?
    /// How to mend it, one sentence.
    package let advice: String?

    package init(
        check: String, tool: String? = nil, severity: SecuritySpec.Severity, message: String, place: String? = nil,
        owasp: String? = nil, advice: String? = nil
    ) {
        self.check = check
        self.tool = tool
        self.severity = severity
        self.message = message
        self.place = place
        self.owasp = owasp
        self.advice = advice
    }
}
