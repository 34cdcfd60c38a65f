internal import Glibc
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
        let signer: NoteSigner
        if let present = try load(path) { signer = present } else { signer = try create(path, name: name) }
        guard signer.name == name else { throw LedgerError(.anotherLog) }
        return signer
    }

    /// Nil when there is no such file.
    private static func load(_ path: String) throws(LedgerError) -> NoteSigner? {
        do {
            let file = try DurableFile(path: path, .read)
            let (permissions, isOurs) = try file.status()
            guard isOurs, permissions & 0o077 == 0 else { throw LedgerError(.keyFile) }
            let bytes = try file.contents(limit: 4096)
            guard bytes.last == UInt8(ascii: "\n"), let text = String(validating: bytes.dropLast(), as: UTF8.self)
            else {
                throw LedgerError(.keyFile)
            }
            return try NoteSigner(privateText: text)
        } catch {
            switch error {
            case let failure as DurableFile.Failure where failure.errno == ENOENT: return nil
            case let error as LedgerError: throw error
            default: throw LedgerError(.keyFile, cause: error)
            }
        }
    }

    /// The whole key stands flushed under another name before it gets its own: a crash leaves the key or none.
    private static func create(_ path: String, name: String) throws(LedgerError) -> NoteSigner {
        do {
            let signer = try NoteSigner.random(name: name)
            let temporary = "\(path).\(UInt64.random(in: 0 ... .max)).new"
            let file = try DurableFile(path: temporary, .createNew)
            try file.write(Array("\(signer.privateText)\n".utf8))
            try file.flush()
            let isOurs = try DurableFolder.publish(temporary, as: path)
            try DurableFolder.flush(DurableFolder.parent(of: path))
            if isOurs { return signer }
        } catch {
            throw LedgerError(.keyFile, cause: error)
        }
        // Another process was faster: its key counts.
        guard let signer = try load(path) else { throw LedgerError(.keyFile) }
        return signer
    }
}
