import HTTPTransport
import Model

/// `tls-min-version`: whether a version of TLS that is too old is taken.
enum TLSVersionCheck {
    static func run(_ run: CheckRun) async throws(CheckFailure) -> [SecurityFinding] {
        guard run.target.isEncrypted else { return [run.notEncrypted] }
        let oldest = run.check.parameter?.string.flatMap(HTTPTLSVersion.init) ?? .oneTwo
        var taken: [HTTPTLSVersion] = []
        for version in HTTPTLSVersion.allCases where version < oldest {
            if try await isTaken(version, run) { taken.append(version) }
        }
        guard !taken.isEmpty else { return [] }
        let names = taken.map { "TLS \($0.rawValue)" }.joined(separator: " and ")
        return [
            run.finding(
                "\(names) \(taken.count == 1 ? "is" : "are") taken, and \(oldest.rawValue) is the oldest that may be")
        ]
    }

    /// Whatever comes after the handshake says that it was made.
    private static func isTaken(_ version: HTTPTLSVersion, _ run: CheckRun) async throws(CheckFailure) -> Bool {
        var request = HTTPRequest(method: "HEAD", url: run.target.url)
        request.tls.only = version
        do throws(CheckFailure) {
            _ = try await run.asker.send(request)
            return true
        } catch {
            guard case .noAnswer(let problem) = error else { throw error }
            switch problem {
            // OpenSSL's word for a version that this worker itself can't speak.
            case .tls(_, let reason) where reason.contains("no protocols available"):
                throw .undecided("the worker itself can't speak TLS \(version.rawValue)")
            case .tls: return false
            case .timedOut(_, .waiting, _), .timedOut(_, .receiving, _), .connectionLost, .headersTooLarge,
                .bodyTooLarge, .protocolViolation, .version, .tooManyRedirects:
                return true
            case .timedOut(_, .connecting, _), .resolve, .connect, .proxy, .invalidURL, .invalidRequest, .cancelled,
                .linkLocal, .shutDown:
                throw error
            }
        }
    }
}
