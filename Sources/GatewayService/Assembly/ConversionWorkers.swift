public import DocumentWorkers
public import Gateway
public import RecordTypes

/// The gateway's converter: ``DocumentWorkers/WorkerPool``, with its faults in the gateway's words.
public struct ConversionWorkers: DocumentConverting {
    private let pool: WorkerPool

    public init(_ pool: WorkerPool) { self.pool = pool }

    public func convert(_ source: SourceDocument, for institution: InstitutionID) async throws -> ConversionOutcome {
        try await translating { try await pool.convert(source, for: institution) }
    }

    public func readHeader(
        _ source: SourceDocument, for institution: InstitutionID
    ) async throws -> (header: DocumentHeader, issues: [Issue]) {
        try await translating { try await pool.readHeader(source, for: institution) }
    }

    private func translating<Value>(_ work: () async throws -> Value) async throws -> Value {
        do {
            return try await work()
        } catch let fault as WorkerFault {
            throw ConversionFailure(fault)
        }
    }
}

extension ConversionFailure {
    /// A worker that cannot be started is no fault of the document: it may be sent again.
    init(_ fault: WorkerFault) {
        switch fault {
        case .busy, .cannotStart: self = .busy
        case .crashed: self = .crashed
        case .timedOut: self = .timedOut
        case .tooLarge, .malformedAnswer: self = .malformedAnswer
        }
    }
}
