internal import RecordTypes
internal import Sealing
public import TransparencyLog

/// The keys of a node: the log's, which signs checkpoints, its successor while the log changes keys, and the node's own, which signs
/// acknowledgements.
///
/// ```text
/// log.key                    signs checkpoints
/// log.next.key               signs them, too, until everybody trusts it; then it becomes log.key
/// log.opening.key            will sign the next shard; when that begins it becomes log.key
/// log.retired                verifier keys that signed before, of this shard and of those before it, one a line
/// acknowledgement.key        signs this node's acknowledgements
/// acknowledgement.retired    verifier keys that signed before, one a line
/// ```
public struct LedgerKeys: Sendable {
    public let log: NoteSigner
    /// Signs every checkpoint beside ``log`` during an overlap.
    public let successor: NoteSigner?
    /// Former keys of the log: what they signed stays true.
    public let retired: [VerifierKey]
    /// Signs the shard that follows, once it has begun.
    public let opening: NoteSigner?
    /// Keys of closed shards.
    public let closed: [VerifierKey]
    public let acknowledgement: NoteSigner
    /// Former keys of this node's acknowledgements.
    public let retiredAcknowledgements: [VerifierKey]
    /// Where they lie; nil for keys in memory.
    private let folder: KeyFolder?

    /// The log's name in its checkpoints: `<domain>/<realm>/<year>`.
    public var origin: String { log.name }

    /// Those that sign a checkpoint now, the one to be trusted first.
    var signers: [NoteSigner] { [log] + (successor.map { [$0] } ?? []) }

    /// Every key whose signature on a checkpoint of this log was ever right.
    public var verifierKeys: [VerifierKey] { signers.map(\.verifierKey) + retired }

    /// Every key whose signature on a checkpoint of this shard was ever right.
    func verifierKeys(of shard: Shard) -> [VerifierKey] {
        if shard.origin == origin { return verifierKeys }
        let last = (try? VerifierKey(shard.verifierKey)).map { [$0] } ?? []
        return last + closed.filter { $0.name == shard.origin && !last.contains($0) }
    }

    /// The keys as they are once the newest shard is `shard`: a crash may have come after that shard began and before its key became the
    /// log's.
    /// - Throws: ``LedgerError``: `keyFile`.
    func settled(on shard: Shard) throws -> LedgerKeys {
        guard let opening, opening.verifierKey.text == shard.verifierKey else { return self }
        try folder?.takeUpShard()
        return try LedgerKeys(
            log: opening, acknowledgement: acknowledgement, retired: retired + closed + [log.verifierKey],
            retiredAcknowledgements: retiredAcknowledgements, folder: folder)
    }

    /// With the next shard's key as it lies in the folder now: it may have been made since these keys were read.
    /// - Throws: `keyFile`; `anotherLog` for a key that has this shard's name.
    func withOpening() throws(LedgerError) -> LedgerKeys {
        guard let folder else { return self }
        return try LedgerKeys(
            log: log, acknowledgement: acknowledgement, successor: successor, retired: retired + closed,
            retiredAcknowledgements: retiredAcknowledgements, opening: try folder.signer(.log, .opening), folder: folder
        )
    }

    /// - Parameter retired: of this log, and of closed shards.
    /// - Throws: `originReserved` when the log's name could be mistaken for an acknowledgement; `anotherLog` when a key of the log has
    ///   another name.
    public init(
        log: NoteSigner, acknowledgement: NoteSigner, successor: NoteSigner? = nil, retired: [VerifierKey] = [],
        retiredAcknowledgements: [VerifierKey] = [], opening: NoteSigner? = nil
    ) throws(LedgerError) {
        try self.init(
            log: log, acknowledgement: acknowledgement, successor: successor, retired: retired,
            retiredAcknowledgements: retiredAcknowledgements, opening: opening, folder: nil)
    }

    private init(
        log: NoteSigner, acknowledgement: NoteSigner, successor: NoteSigner? = nil, retired: [VerifierKey] = [],
        retiredAcknowledgements: [VerifierKey] = [], opening: NoteSigner? = nil, folder: KeyFolder?
    ) throws(LedgerError) {
        guard log.name != Acknowledgement.label else { throw LedgerError(.originReserved) }
        guard successor.map({ $0.name == log.name }) ?? true, opening.map({ $0.name != log.name }) ?? true else {
            throw LedgerError(.anotherLog)
        }
        self.log = log
        self.acknowledgement = acknowledgement
        self.successor = successor
        self.retired = retired.filter { $0.name == log.name && $0 != log.verifierKey }
        closed = retired.filter { $0.name != log.name }
        self.opening = opening
        self.folder = folder
        self.retiredAcknowledgements = retiredAcknowledgements.filter { $0 != acknowledgement.verifierKey }
    }

    /// Reads the keys in `directory`, and makes `log.key` and `acknowledgement.key` where they are not there: mode 0600, durable on return.
    ///
    /// - Parameter origin: names a new log; of an existing one it must be the name of one of its shards.
    /// - Throws: `keyFile`, `anotherLog`, `originReserved`.
    public static func loadOrCreate(directory: String, origin: String) throws(LedgerError) -> LedgerKeys {
        do { try DurableFolder.create(directory) } catch { throw LedgerError(.keyFile, cause: error) }
        let folder = KeyFolder(directory)
        let log = try folder.loadOrCreate(.log, name: origin)
        let (retired, opening) = (try folder.retired(.log), try folder.signer(.log, .opening))
        let origins = Set([log.name] + retired.map(\.name) + (opening.map { [$0.name] } ?? []))
        guard origins.contains(origin) else { throw LedgerError(.anotherLog) }
        let acknowledgement = try folder.loadOrCreate(.acknowledgement, name: "\(log.name)/acknowledgement")
        guard origins.contains(where: { acknowledgement.name == "\($0)/acknowledgement" }) else {
            throw LedgerError(.anotherLog)
        }
        return try LedgerKeys(
            log: log, acknowledgement: acknowledgement, successor: try folder.signer(.log, .next), retired: retired,
            retiredAcknowledgements: try folder.retired(.acknowledgement), opening: opening, folder: folder)
    }
}
