/// The gateway's master key, from a key file; every other key of the gateway is derived from it or wrapped by one that is.
public struct MasterKeys: Sendable {
    private let master: SealingKey

    /// Reads `directory/gateway.key`.
    /// - Throws: ``KeyFileError``; `absent` when there is no such file.
    public static func load(directory: String) throws(KeyFileError) -> MasterKeys {
        guard let key = try KeyFile.load(path(in: directory)) else { throw .absent }
        return MasterKeys(master: key)
    }

    /// Makes `directory` (mode 0700) and a new master key in it. A key file that is there already is kept and used.
    public static func create(directory: String) throws(KeyFileError) -> MasterKeys {
        do { try DurableFolder.create(directory) } catch { throw .system(call: error.call, errno: error.errno) }
        if let key = try KeyFile.load(path(in: directory)) { return MasterKeys(master: key) }
        return try MasterKeys(master: KeyFile.create(path(in: directory)))
    }

    /// A master key that is in no file, for tests and tools.
    public init(master: SealingKey) { self.master = master }

    /// The key for one purpose: `ledger/statements`, `index/people`, …
    public func derived(_ purpose: String) -> SealingKey { master.derived("gateway/\(purpose)") }

    private static func path(in directory: String) -> String { "\(directory)/gateway.key" }
}
