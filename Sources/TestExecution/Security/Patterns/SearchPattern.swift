/// What is looked for in the texts of answers.
protocol SearchPattern {
    /// It follows on "the body holds" or "is answered with".
    var words: String { get }
    /// A regular expression.
    var pattern: String { get }
}
