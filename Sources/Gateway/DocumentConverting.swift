public import RecordTypes

/// Turns untrusted bytes into a FHIR Bundle, apart from the gateway's own process.
///
/// What comes back is untrusted too: ``Gateway`` reads it again before it files anything.
public protocol DocumentConverting: Sendable {
    /// Converts a document; a refusal is an issue in the outcome, not an error.
    /// - Throws: ``ConversionFailure`` when no outcome could be had.
    func convert(_ source: SourceDocument, for institution: InstitutionID) async throws -> ConversionOutcome

    /// Reads the header alone, on another path than ``convert(_:for:)``.
    func readHeader(
        _ source: SourceDocument, for institution: InstitutionID
    ) async throws -> (header: DocumentHeader, issues: [Issue])
}

/// Why a converter gave no outcome at all.
public enum ConversionFailure: Error, Hashable, Sendable {
    /// No worker was free in time; the document may be sent again.
    case busy
    /// The worker died on this document.
    case crashed
    /// The worker did not finish in time and was stopped.
    case timedOut
    /// The worker's answer could not be read.
    case malformedAnswer
}
