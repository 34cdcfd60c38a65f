import Gateway
import RecordTypes
import Synchronization

/// A converter that says what it was told to say about each document, and counts how often it was asked.
final class ScriptedConverter: DocumentConverting {
    private struct State {
        var papers: [SourceDocument: Paper] = [:]
        var asked = 0
    }

    private let state = Mutex(State())

    /// How many conversions were asked for.
    var asked: Int { state.withLock { $0.asked } }

    func learn(_ paper: Paper) { state.withLock { $0.papers[paper.source] = paper } }

    func convert(_ source: SourceDocument, for institution: InstitutionID) async throws -> ConversionOutcome {
        let paper = try state.withLock { state in
            state.asked += 1
            return try Self.answer(state.papers[source])
        }
        return ConversionOutcome(
            header: paper.header, parts: paper.parts, issues: paper.issues, profileSetDigest: People.digest,
            converterVersion: "scripted")
    }

    func readHeader(
        _ source: SourceDocument, for institution: InstitutionID
    ) async throws -> (header: DocumentHeader, issues: [Issue]) {
        let paper = try state.withLock { try Self.answer($0.papers[source]) }
        return (paper.second ?? paper.header, [])
    }

    private static func answer(_ paper: Paper?) throws -> Paper {
        guard let paper else { throw ConversionFailure.crashed }
        if let failure = paper.failure { throw failure }
        return paper
    }
}
