internal import RecordTypes
internal import Sealing
public import TransparencyLog

/// The keys of a node: the log's, which signs checkpoints, its successor while the log changes keys, and the node's own, which signs
/// acknowledgements.
///
/// ```text
/// log.key                    signs checkpoints
/// log.next.key               signs them, too, until everybody trusts it; then it becomes log.key
/// log.retired                verifier keys that signed before, one a line
/// acknowledgement.key        signs this node's acknowledgements
/// acknowledgement.retired    verifier keys that signed before, one a line
/// ```
public struct LedgerKeys: Sendable {
    public let log: NoteSigner
    /// Signs every checkpoint beside ``log`` during an overlap.
    public let successor: NoteSigner?
    /// Former keys of the log: what they signed stays true.
    public let retired: [VerifierKey]
    public let acknowledgement: NoteSigner
    /// Former keys of this node's acknowledgements.
    public let retiredAcknowledgements: [VerifierKey]

    /// The log's name in its checkpoints: `<domain>/<realm>/<year>`.
    public var origin: String { log.name }

    /// Those that sign a checkpoint now, the one to be trusted first.
    var signers: [NoteSigner] { [log] + (successor.map { [$0] } ?? []) }

    /// Every key whose signature on a checkpoint of this log was ever right.
    public var verifierKeys: [VerifierKey] { signers.map(\.verifierKey) + retired }

    /// - Throws: `originReserved` when the log's name could be mistaken for an acknowledgement; `anotherLog` when a key of the log has
    ///   another name.
    public init(
        log: NoteSigner, acknowledgement: NoteSigner, successor: NoteSigner? = nil, retired: [VerifierKey] = [],
        retiredAcknowledgements: [VerifierKey] = []
    ) throws(LedgerError) {
        guard log.name != Acknowledgement.label else { throw LedgerError(.originReserved) }
        guard successor.map({ $0.name == log.name }) ?? true, retired.allSatisfy({ $0.name == log.name }) else {
            throw LedgerError(.anotherLog)
        }
        self.log = log
        self.acknowledgement = acknowledgement
        self.successor = successor
        self.retired = retired.filter { $0 != log.verifierKey }
        self.retiredAcknowledgements = retiredAcknowledgements.filter { $0 != acknowledgement.verifierKey }
    }

    /// Reads the keys in `directory`, and makes `log.key` and `acknowledgement.key` where they are not there: mode 0600, durable on return.
    ///
    /// - Parameter origin: names a new log. An existing log key of another name is refused: a log does not change its name.
    /// - Throws: `keyFile`, `anotherLog`, `originReserved`.
    public static func loadOrCreate(directory: String, origin: String) throws(LedgerError) -> LedgerKeys {
        do { try DurableFolder.create(directory) } catch { throw LedgerError(.keyFile, cause: error) }
        let folder = KeyFolder(directory)
        let log = try folder.loadOrCreate(.log, name: origin)
        let acknowledgement = try folder.loadOrCreate(.acknowledgement, name: "\(origin)/acknowledgement")
        return try LedgerKeys(
            log: log, acknowledgement: acknowledgement, successor: try folder.signer(.log, isNext: true),
            retired: try folder.retired(.log), retiredAcknowledgements: try folder.retired(.acknowledgement))
    }
}
