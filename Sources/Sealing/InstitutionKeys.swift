public import RecordTypes
internal import Synchronization

/// Each institution's key-encryption key, from a key file of its own: `directory/NTREE-90006399.key`.
///
/// It wraps the data keys of that institution's documents and derives the keys of its store's blind indexes.
public final class InstitutionKeys: Sendable {
    private let directory: String
    private let loaded = Mutex<[InstitutionID: SealingKey]>([:])

    /// Makes `directory` (mode 0700) unless it is there.
    public init(directory: String) throws(KeyFileError) {
        do { try DurableFolder.create(directory) } catch { throw .system(call: error.call, errno: error.errno) }
        self.directory = directory
    }

    /// The institution's key, made when this is its first document. Durable before it is returned.
    public func key(of institution: InstitutionID) throws(KeyFileError) -> SealingKey {
        if let key = try existingKey(of: institution) { return key }
        let key = try KeyFile.create(path(of: institution))
        loaded.withLock { $0[institution] = key }
        return key
    }

    /// Nil when the institution has no key file.
    public func existingKey(of institution: InstitutionID) throws(KeyFileError) -> SealingKey? {
        if let key = loaded.withLock({ $0[institution] }) { return key }
        guard let key = try KeyFile.load(path(of: institution)) else { return nil }
        loaded.withLock { $0[institution] = key }
        return key
    }

    /// Letters, digits and one hyphen: an institution's identifier is a safe file name by its type.
    private func path(of institution: InstitutionID) -> String { "\(directory)/\(institution.semantics).key" }
}
