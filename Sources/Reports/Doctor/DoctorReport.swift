package import Model

/// What `rondo doctor` says of the places that manifests would have instances made in.
package enum DoctorReport {
    package static func text(_ examinations: [CloudExamination], policies: [(title: String, policy: String)]) -> String
    {
        var text = ""
        for examination in examinations {
            text += "\(examination.subject)  aws  \(examination.region)\n"
            if let origin = examination.origin {
                text +=
                    "  credentials  found in \(origin)"
                    + (examination.identity.map { ": \($0)" } ?? "") + "\n"
            }
            if let problem = examination.problem { text += "  problem      \(TerminalText.safe(problem))\n" }
            let allowed = examination.checks.filter { $0.verdict == .allowed }.map(\.action)
            if !allowed.isEmpty { text += "  allowed      \(allowed.joined(separator: ", "))\n" }
            for check in examination.checks where check.verdict != .allowed {
                // Without it less is known, and everything is done.
                let word = check.isOptional ? "optional" : check.verdict == .refused ? "missing " : "unknown "
                text += "  \(word)     \(check.action)\(check.reason.map { ": \(TerminalText.safe($0))" } ?? "")\n"
            }
            text += "\n"
        }
        for (title, policy) in policies { text += "\(title)\n\(policy)\n\n" }
        let well = examinations.count { $0.isWell }
        return text + "\(well) of \(examinations.count) places are well."
    }
}
