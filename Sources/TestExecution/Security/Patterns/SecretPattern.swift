/// What secrets look like by the form that their makers give them.
enum SecretPattern: CaseIterable, SearchPattern {
    case aws, google, github, gitlab, slack, stripe, npm, privateKey, passwordHash, addressWithPassword, jwt

    /// It follows on "the body holds".
    var words: String {
        switch self {
        case .aws: "what looks like an access key of AWS"
        case .google: "what looks like an API key of Google"
        case .github: "what looks like a token of GitHub"
        case .gitlab: "what looks like a token of GitLab"
        case .slack: "what looks like a token of Slack"
        case .stripe: "what looks like a live key of Stripe"
        case .npm: "what looks like a token of npm"
        case .privateKey: "a private key"
        case .passwordHash: "the hash of a password"
        case .addressWithPassword: "an address with a password in it"
        case .jwt: "a JWT"
        }
    }

    var pattern: String {
        switch self {
        case .aws: #"\b(AKIA|ASIA)[0-9A-Z]{16}\b"#
        case .google: #"\bAIza[0-9A-Za-z_-]{35}\b"#
        case .github: #"\b(gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{60,255})\b"#
        case .gitlab: #"\bglpat-[0-9A-Za-z_-]{20,}"#
        case .slack: #"\bxox[abprs]-[0-9A-Za-z-]{10,}"#
        case .stripe: #"\b[rs]k_live_[0-9A-Za-z]{20,}"#
        case .npm: #"\bnpm_[0-9A-Za-z]{36}\b"#
        case .privateKey: #"-----BEGIN ([A-Z0-9]{1,20} )?PRIVATE KEY( BLOCK)?-----"#
        case .passwordHash:
            #"\$2[abxy]\$\d\d\$[./0-9A-Za-z]{53}|\$argon2(id|i|d)\$v=|\$[56]\$(rounds=\d+\$)?[./0-9A-Za-z]{1,16}\$"#
        case .addressWithPassword: #"\b[a-z][a-z0-9+.-]{1,30}://[^\s/:@"'<>]{1,100}:[^\s/:@"'<>]{1,200}@[^\s"'<>]"#
        // Three parts in Base64; the first two begin as an object in JSON does.
        case .jwt: #"\beyJ[0-9A-Za-z_-]{8,}\.eyJ[0-9A-Za-z_-]{8,}\.[0-9A-Za-z_-]{16,}"#
        }
    }
}
