import CExpat

/// Reads XML with expat as it comes, a block at a time.
///
/// External entities are never loaded, since nobody is set to load them. Entities within the document may grow it to at
/// most ten times its size.
final class XMLStream {
    private let parser: XML_Parser
    private let input: ReportInput
    private let limits: ReportLimits
    private let events: any XMLEvents
    private var depth = 0
    /// What ended the reading from inside of a callback.
    private var failure: (any Error)?
    private var encoding: String?

    init(input: ReportInput, limits: ReportLimits, events: any XMLEvents) throws {
        guard let parser = XML_ParserCreate(nil) else { throw IngestionError(input, .malformed("out of memory")) }
        self.parser = parser
        self.input = input
        self.limits = limits
        self.events = events
        XML_SetBillionLaughsAttackProtectionMaximumAmplification(parser, 10)
        XML_SetBillionLaughsAttackProtectionActivationThreshold(parser, 1 << 20)
        let context = Unmanaged.passUnretained(self).toOpaque()
        XML_SetUserData(parser, context)
        XML_SetElementHandler(
            parser, { XMLStream.of($0)?.start($1, $2) }, { context, _ in XMLStream.of(context)?.end() })
        XML_SetCharacterDataHandler(parser) { context, bytes, count in
            guard let bytes, let stream = XMLStream.of(context) else { return }
            bytes.withMemoryRebound(to: UInt8.self, capacity: Int(count)) {
                stream.events.text(UnsafeBufferPointer(start: $0, count: Int(count)))
            }
        }
        XML_SetUnknownEncodingHandler(
            parser,
            { context, name, info in
                guard let name, let info, let stream = XMLStream.of(context) else { return 0 }
                stream.encoding = CutText.string(name, limit: 100)
                return SingleByteEncoding.fill(info, named: name) ? 1 : 0
            }, context)
    }

    deinit { XML_ParserFree(parser) }

    func run() throws {
        var total = 0
        try input.forEachBlock(limit: limits.bytes) { block in
            total += block.count
            try block.withMemoryRebound(to: CChar.self) { bytes in
                try check(XML_Parse(parser, bytes.baseAddress, Int32(bytes.count), 0))
            }
            // What expat holds back is a token whose end has not come.
            let reached = Int(XML_GetCurrentByteIndex(parser))
            if reached >= 0, total - reached > limits.token { throw error(.longToken(limit: limits.token)) }
        }
        guard total > 0 else { throw IngestionError(input, .empty) }
        try check(XML_Parse(parser, nil, 0, 1))
    }

    private static func of(_ context: UnsafeMutableRawPointer?) -> XMLStream? {
        context.map { Unmanaged<XMLStream>.fromOpaque($0).takeUnretainedValue() }
    }

    private func start(
        _ name: UnsafePointer<CChar>?, _ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>?
    ) {
        guard failure == nil, let name else { return }
        depth += 1
        guard depth <= limits.depth else { return stop(error(.tooDeep(limit: limits.depth))) }
        do {
            try events.started(name, XMLAttributes(attributes), depth: depth) {
                Int(XML_GetCurrentLineNumber(parser))
            }
        } catch { stop(error) }
    }

    private func end() {
        guard failure == nil else { return }
        do { try events.ended(depth: depth) } catch { stop(error) }
        depth -= 1
    }

    private func stop(_ error: any Error) {
        failure = (error as? XMLRefusal).map { self.error($0.problem) } ?? error
        XML_StopParser(parser, 0)
    }

    private func check(_ status: XML_Status) throws {
        if let failure { throw failure }
        guard status != XML_STATUS_OK else { return }
        let code = XML_GetErrorCode(parser)
        if code == XML_ERROR_UNKNOWN_ENCODING { throw error(.unknownEncoding(encoding ?? "")) }
        throw error(.malformed(XML_ErrorString(code).map { String(cString: $0) } ?? "error \(code.rawValue)"))
    }

    /// At the place that is being read.
    private func error(_ problem: IngestionError.Problem) -> IngestionError {
        IngestionError(
            input, line: Int(XML_GetCurrentLineNumber(parser)), column: Int(XML_GetCurrentColumnNumber(parser)) + 1,
            problem)
    }
}
