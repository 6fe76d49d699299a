/// What frameworks and databases show of an error when nobody stops them.
enum ErrorPattern: CaseIterable, SearchPattern {
    case python, java, dotNet, node, php, ruby, go, rust, debugPage, database

    /// It follows on "is answered with".
    var words: String {
        switch self {
        case .python: "a stack trace of Python"
        case .java: "a stack trace of Java"
        case .dotNet: "a stack trace of .NET"
        case .node: "a stack trace of Node"
        case .php: "an error of PHP with the path of its file"
        case .ruby: "a stack trace of Ruby"
        case .go: "a stack trace of Go"
        case .rust: "a panic of Rust"
        case .debugPage: "the debug page of a framework"
        case .database: "an error of a database"
        }
    }

    var pattern: String {
        switch self {
        case .python: #"Traceback \(most recent call last\)|File "[^"\n]{1,300}", line \d+, in "#
        case .java: #"\bat [\w$.]+\.[\w$<>]+\([\w$]+\.(java|kt|scala):\d+\)|Exception in thread ""#
        case .dotNet: #"\bat [\w.`<>]+\([^)\n]{0,200}\) in [^\n]{1,300}:line \d+|System\.\w+Exception: "#
        case .node: #"\bat [^\n(]{0,200}\(?(/|file://|node:|[A-Z]:\\)[^\s:()]{0,300}:\d+:\d+\)?"#
        case .php:
            #"(Fatal error|Warning|Notice|Parse error)(</b>)?: [^\n]{1,500} in (<b>)?[^\s<]+\.php(</b>)? on line"#
        case .ruby: #"\.rb:\d+:in [`']"#
        case .go: #"goroutine \d+ \[running\]|panic: runtime error"#
        case .rust: #"thread '[^'\n]{1,100}' panicked at"#
        case .debugPage:
            #"DEBUG = True|Werkzeug Debugger|Whoops\\|laravel.{0,20}exception|Action Controller: Exception caught"#
                + #"|<title>Server Error in '"#
        case .database:
            #"You have an error in your SQL syntax|SQLSTATE\[|ORA-\d{5}|PG::\w+Error|unterminated quoted string at or near"#
                + #"|sqlite3\.OperationalError|SQLITE_ERROR|Unclosed quotation mark after the character string"#
        }
    }
}
