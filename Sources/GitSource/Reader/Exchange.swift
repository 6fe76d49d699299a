import Foundation
import Model

/// One request and its answer, from the parent's side.
struct Exchange {
    private let frame: Data
    private let displayURL: String
    private let deadline: Duration
    private let blank: TreeAssembly
    /// Whether anything came back.
    private(set) var wasAnswered = false
    /// Whether the answer was read to its end, so that the child waits for the next request.
    private(set) var isSettled = false

    /// Checks the remote before any process sees it.
    init(
        _ remote: GitRemote, listing: Bool, mirrors: String, deadline: Duration, limits: ReadLimits,
        previous: SourceTree?
    ) throws(GitSourceError) {
        let address = try SourceAddress(remote.url)
        try remote.ref.check()
        try AccessRule.check(remote, address)
        let path = try TreePath.components(of: remote.path)
        let holdsAll = !listing || previous?.listing != nil
        let request = GitRequest(
            address: address, displayURL: remote.displayURL, ref: remote.ref, path: path,
            mirror: URL(filePath: mirrors).appending(path: address.mirrorName).path(percentEncoded: false),
            known: holdsAll ? previous?.revision.commit : nil, listing: listing, limits: limits,
            alarm: Int(deadline.components.seconds) + 2, access: remote.credentials.map(WireAccess.init),
            certificateAuthorities: remote.certificateAuthorities, signers: remote.signers,
            requirement: remote.requirement)
        do {
            frame = try Frame.encode(request)
        } catch {
            throw .childUntrusted(reason: "\(error)")
        }
        displayURL = remote.displayURL
        self.deadline = deadline
        blank = TreeAssembly(
            previous: holdsAll ? previous : nil, limits: limits, start: path.joined(separator: "/"), lists: listing)
    }

    /// Blocking, at most until the deadline.
    mutating func run(with child: ChildProcess) throws(GitSourceError) -> SourceTree {
        let end = ContinuousClock.now.advanced(by: deadline)
        do {
            try child.send(frame, until: end)
            var assembly = blank
            while true {
                let lengths = try Frame.lengths(try child.receive(Frame.prefixBytes, until: end))
                wasAnswered = true
                let header = try child.receive(lengths.header, until: end)
                let payload = try child.receive(lengths.payload, until: end)
                let response = try JSONDecoder().decode(GitResponse.self, from: header)
                switch response {
                case .finished, .failed: isSettled = true
                case .revision, .removed, .files, .listing, .notices: break
                }
                if let tree = try assembly.take(response, payload: payload) { return tree }
            }
        } catch let error as GitSourceError {
            throw error
        } catch let failure as ChildProcess.Failure {
            switch failure {
            case .gone: throw .childDied(reason: "it closed its output")
            case .timedOut: throw .timedOut(url: displayURL, after: deadline)
            }
        } catch {
            throw .childUntrusted(reason: PrintableText.line("\(error)"))
        }
    }
}
