import Model

/// What a step is called for people: its name, or what it does in a few words.
enum StepTitle {
    private static let limit = 120

    static func of(_ step: TestStep) -> String {
        if let name = step.name { return name }
        switch step.action {
        case .request(let request): return cut("\(request.method) \(place(of: request))")
        case .command(let command): return cut(command.run.joined(separator: " "))
        case .use(let call): return "use \(call.fragment)"
        case .steps: return "steps of a fragment"
        case .parallel(let steps): return "\(steps.count) steps side by side"
        case .forEach(let loop): return "for each \(loop.name ?? "item")"
        case .branch(let branch): return cut("if \(branch.condition.text)")
        }
    }

    /// The path of the address alone: the host is the same in most steps and shown with the exchange.
    private static func place(of request: RestRequest) -> String {
        guard let url = request.url else { return request.path ?? "/" }
        let base = url.split(separator: "://", maxSplits: 1).last ?? ""
        let own = base.firstIndex(of: "/").map { String(base[$0...].prefix { $0 != "?" && $0 != "#" }) } ?? "/"
        guard let path = request.path else { return own }
        return (own.hasSuffix("/") ? String(own.dropLast()) : own) + (path.hasPrefix("/") ? path : "/" + path)
    }

    private static func cut(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        return line.count <= limit ? line : line.prefix(limit - 1) + "…"
    }
}
