internal import Sealing
public import TransparencyLog

/// The two keys of a node: the log's, which signs checkpoints, and the node's own, which signs acknowledgements.
public struct LedgerKeys: Sendable {
    public let log: NoteSigner
    public let acknowledgement: NoteSigner

    /// The log's name in its checkpoints: `<domain>/<realm>/<year>`.
    public var origin: String { log.name }

    /// - Throws: `originReserved` when the log's name could be mistaken for an acknowledgement.
    public init(log: NoteSigner, acknowledgement: NoteSigner) throws(LedgerError) {
        guard log.name != Acknowledgement.label else { throw LedgerError(.originReserved) }
        self.log = log
        self.acknowledgement = acknowledgement
    }

    /// Reads `log.key` and `acknowledgement.key` in `directory`, and makes what is not there: mode 0600, durable on return.
    ///
    /// - Parameter origin: names a new log. An existing log key of another name is refused: a log does not change its name.
    /// - Throws: `keyFile`, `anotherLog`, `originReserved`.
    public static func loadOrCreate(directory: String, origin: String) throws(LedgerError) -> LedgerKeys {
        do { try DurableFolder.create(directory) } catch { throw LedgerError(.keyFile, cause: error) }
        let log = try loadOrCreate("\(directory)/log.key", name: origin)
        let acknowledgement = try loadOrCreate("\(directory)/acknowledgement.key", name: "\(origin)/acknowledgement")
        return try LedgerKeys(log: log, acknowledgement: acknowledgement)
    }

    private static func loadOrCreate(_ path: String, name: String) throws(LedgerError) -> NoteSigner {
        do {
            let text = try SecretText.loadOrCreate(path) { try NoteSigner.random(name: name).privateText }
            let signer = try NoteSigner(privateText: text)
            guard signer.name == name else { throw LedgerError(.anotherLog) }
            return signer
        } catch let error as LedgerError {
            throw error
        } catch {
            throw LedgerError(.keyFile, cause: error)
        }
    }
}
