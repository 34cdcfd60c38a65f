import Gateway
import Ledger
import RecordTypes
public import TransparencyLog

extension DataFolder {
    /// The key of the log in this folder, read without touching it; nil before a gateway has run.
    public func verifierKey() async throws -> VerifierKey? {
        let storage = try SQLiteLedgerStorage.openReadOnly(path: ledger)
        guard let text = try await storage.verifierKey() else { return nil }
        return try VerifierKey(text)
    }
}

extension EmbeddedGateway {
    /// Opens the gateway of a data folder for a command that submits nothing. What it enters is published when the gateway serves:
    /// only the configuration says whose cosignatures a checkpoint needs.
    /// - Throws: ``DataFolderError``: `inUse` while a gateway runs, `empty` where none ever ran.
    public static func open(_ folder: DataFolder) async throws -> EmbeddedGateway {
        guard let key = try await folder.verifierKey() else { throw DataFolderError.empty(path: folder.path) }
        return try await open(
            folder, origin: key.name, converter: NoConversion(), publication: .withheld, clock: SystemClock.now)
    }
}

/// In place of workers where nothing is submitted.
struct NoConversion: DocumentConverting {
    func convert(_ source: SourceDocument, for institution: InstitutionID) async throws -> ConversionOutcome {
        throw ConversionFailure.busy
    }

    func readHeader(
        _ source: SourceDocument, for institution: InstitutionID
    ) async throws -> (header: DocumentHeader, issues: [Issue]) {
        throw ConversionFailure.busy
    }
}
