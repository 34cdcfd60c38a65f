import Foundation
import Gateway
public import Ledger
import RecordTypes
public import TransparencyLog

extension DataFolder {
    /// The key of the log in this folder, read without touching it; nil before a gateway has run.
    public func verifierKey() async throws -> VerifierKey? {
        try await ledgerPlace().verifierKey()
    }

    /// Where the ledger of this gateway is kept.
    /// - Throws: ``DataFolderError/connectionFile(path:)``.
    public func ledgerPlace() throws -> LedgerPlace {
        guard let file = sharedLedger else { return .embedded(path: ledger) }
        guard let data = FileManager.default.contents(atPath: file) else {
            throw DataFolderError.connectionFile(path: file)
        }
        let text = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        guard !text.isEmpty else { throw DataFolderError.connectionFile(path: file) }
        return .replicated(connectionString: text)
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
