/// XML as S3 is sent it.
enum XMLText {
    static let namespace = "http://s3.amazonaws.com/doc/2006-03-01/"

    /// A text between tags.
    static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }
}
