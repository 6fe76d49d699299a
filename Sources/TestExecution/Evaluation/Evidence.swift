import Crypto
import Foundation
import HTTPTransport
import Model
import TestLanguage

/// Everything of an attempt that a query can look at.
struct Evidence {
    /// What a command printed on one stream, as far as it was kept.
    struct Stream {
        let text: String
        /// Part of it is missing, so its absence proves nothing.
        let isCut: Bool

        init(_ output: BoundedOutput) {
            text = output.text(Redactor())
            isCut = output.isCut
        }
    }

    private var response: HTTPResponse?
    private var body: BodyCache?
    private var exitCode: Int?
    private var stdout: Stream?
    private var stderr: Stream?
    /// What was captured before, by this test's own steps too.
    var variables: [String: JSONValue] = [:]
    /// Of the scratch folder; nil where there is none.
    var files: ScratchFiles?
    let duration: Duration

    init(_ response: HTTPResponse) {
        self.response = response
        body = BodyCache(response)
        duration = response.timings.total
    }

    /// - Parameter exitCode: nil when a signal ended the command.
    init(exitCode: Int?, stdout: Stream, stderr: Stream, duration: Duration) {
        self.exitCode = exitCode
        self.stdout = stdout
        self.stderr = stderr
        self.duration = duration
    }

    /// Of a test that only others look at: how long it took, and what it captured.
    init(duration: Duration) { self.duration = duration }

    /// The parsed body. One that can't be parsed is no value that is missing: nobody knows what it holds.
    func json(_ text: ValueText) -> Subject {
        guard let body else { return .missing("a command has no body") }
        switch body.json {
        case .success(let value): return .value(value)
        case .failure:
            return body.data.isEmpty
                ? .missing("the body is empty") : .invalid("the body is not JSON: \(text.excerpt(of: body.data))")
        }
    }

    func subject(of extraction: Extraction, _ text: ValueText) -> Subject {
        var subject = subject(of: extraction.query, text)
        for filter in extraction.filters {
            if case .missing = subject { return subject }
            subject = FilterStep.apply(filter, to: subject)
        }
        return subject
    }

    func subject(of query: Query, _ text: ValueText) -> Subject {
        switch query {
        case .status, .version, .url, .redirects, .header, .cookie, .timing, .certificate, .ip, .tlsVersion:
            response.map { Self.subject(of: query, in: $0) } ?? .missing("a command has no \(query.noun)")
        case .body, .bytes, .json, .xml, .html, .regex, .size, .sha256, .md5, .graphqlErrors:
            body.map { subject(of: query, in: $0, text) } ?? .missing("a command has no body")
        case .variable(let name): variables[name].map(Subject.value) ?? .missing("nothing was captured as `\(name)`")
        case .duration: .duration(duration)
        case .line(let number): line(number)
        case .exitCode:
            exitCode.map { .value(.integer(Int64($0))) }
                ?? .missing(response == nil ? "a signal ended the command" : "a request has no exit code")
        case .stdout: Self.subject(of: stdout)
        case .stderr: Self.subject(of: stderr)
        case .file(let path): file(path)
        case .junit(let path): junit(path)
        }
    }

    // MARK: Of a response

    private static func subject(of query: Query, in response: HTTPResponse) -> Subject {
        switch query {
        case .version: .text(response.httpVersion)
        case .url: .text(response.finalURL)
        case .redirects: .value(.array(response.redirects.map(\.asJSON)))
        case .header(let name):
            response.headers.all(name).isEmpty ? .missing(nil) : .fields(response.headers.all(name))
        case .cookie(let part): ResponseCookies.subject(of: part, in: response.headers)
        case .timing(let phase): .duration(response.timings.end(of: phase))
        case .certificate(let fact): CertificateFacts.subject(of: fact, in: response)
        case .ip: response.ip.map(Subject.text) ?? .missing(nil)
        case .tlsVersion: response.tls?.version.map(Subject.text) ?? .missing("the connection is not encrypted")
        default: .value(.integer(Int64(response.status)))
        }
    }

    private func subject(of query: Query, in body: BodyCache, _ text: ValueText) -> Subject {
        switch query {
        case .bytes: return .bytes(body.bytes)
        case .json(let path):
            guard case .success(let value) = body.json else { return json(text) }
            return JSONSteps.select(path, in: value)
        case .xml(let expression):
            switch body.markup {
            case .success(let document): return document.evaluate(xpath: expression)
            case .failure(.declaresEntities): return .invalid(MarkupDocument.entitiesReason)
            case .failure(.notWellFormed):
                return body.data.isEmpty
                    ? .missing("the body is empty") : .invalid("the body is not XML: \(text.excerpt(of: body.data))")
            }
        case .html(let selector):
            guard let document = body.html else { return .missing("the body is empty") }
            return document.evaluate(css: selector)
        case .regex(let pattern): return RegexFilter.apply(pattern, to: .text(body.text))
        case .size: return .value(.integer(Int64(body.data.count)))
        case .sha256: return .value(.string(Hexadecimal.text(SHA256.hash(data: body.data))))
        case .md5: return .value(.string(Hexadecimal.text(Insecure.MD5.hash(data: body.data))))
        case .graphqlErrors:
            guard case .success(let value) = body.json else { return json(text) }
            guard let errors = value["errors"], errors != .null else { return .missing(nil) }
            return .value(errors)
        default: return .text(body.text)
        }
    }

    // MARK: Of a command

    private static func subject(of stream: Stream?) -> Subject {
        guard let stream else { return .missing("a request prints nothing") }
        return stream.isCut ? .cut(stream.text) : .text(stream.text)
    }

    private func line(_ number: Int) -> Subject {
        guard let text = body?.text ?? stdout?.text else { return .missing(nil) }
        if stdout?.isCut == true { return .invalid("a part of the output is missing, so lines can't be counted") }
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
        guard number <= lines.count, !(number == lines.count && lines[number - 1].isEmpty) else {
            return .missing("there are \(lines.last?.isEmpty == true ? lines.count - 1 : lines.count) lines")
        }
        return .text(String(lines[number - 1]))
    }

    private func file(_ path: String) -> Subject {
        guard let files else { return .missing("a request leaves no files") }
        do {
            return .text(String(decoding: try files.contents(of: path), as: UTF8.self))
        } catch {
            return error.subject
        }
    }

    private func junit(_ path: String) -> Subject {
        guard let files else { return .missing("a request leaves no reports") }
        do {
            return JUnitSubject.subject(of: try files.contents(of: path), at: path)
        } catch {
            return error.subject
        }
    }
}

extension ScratchFiles.Problem {
    /// A file that is there and can't be read is not missing.
    fileprivate var subject: Subject { isAbsent ? .missing(reason) : .invalid(reason) }
}

extension Query {
    /// What a command has none of.
    fileprivate var noun: String {
        switch self {
        case .header: "headers"
        case .cookie: "cookies"
        case .timing: "phases of a request"
        case .certificate, .tlsVersion, .ip: "connection"
        default: word.rawValue
        }
    }
}

extension HTTPTimings {
    func end(of phase: RequestPhase) -> Duration {
        switch phase {
        case .dns: dns
        case .connect: connect
        case .tls: tls
        case .firstByte: firstByte
        case .total: total
        }
    }
}

extension HTTPRedirect {
    fileprivate var asJSON: JSONValue {
        .object(["status": .integer(Int64(status)), "url": .string(url), "location": .string(location)])
    }
}
