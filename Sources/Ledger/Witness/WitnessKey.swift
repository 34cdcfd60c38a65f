internal import Sealing
public import TransparencyLog

extension Cosigner {
    /// Reads `witness.key` in `directory`, and makes it when it is not there: mode 0600, durable on return.
    /// - Throws: ``LedgerError``: `keyFile`; `anotherLog` when the key that is there has another name.
    public static func loadOrCreate(directory: String, name: String) throws -> Cosigner {
        do { try DurableFolder.create(directory) } catch { throw LedgerError(.keyFile, cause: error) }
        let text = try SecretText.loadOrCreate("\(directory)/witness.key") {
            try Cosigner.random(name: name).privateText
        }
        let cosigner = try Cosigner(privateText: text)
        guard cosigner.name == name else { throw LedgerError(.anotherLog) }
        return cosigner
    }

    /// The key of a mirror in `directory/mirror.key`, as ``loadOrCreate(directory:name:)``: a key has one role.
    public static func loadOrCreateMirror(directory: String, name: String) throws -> Cosigner {
        do { try DurableFolder.create(directory) } catch { throw LedgerError(.keyFile, cause: error) }
        let text = try SecretText.loadOrCreate("\(directory)/mirror.key") {
            try Cosigner.random(name: name).privateText
        }
        let cosigner = try Cosigner(privateText: text)
        guard cosigner.name == name else { throw LedgerError(.anotherLog) }
        return cosigner
    }

    /// The key in `directory/mirror.key`; nil when there is none.
    public static func loadMirror(directory: String) throws -> Cosigner? {
        try SecretText.load("\(directory)/mirror.key").map { try Cosigner(privateText: $0) }
    }

    /// The key that a witness changes to, in `directory/witness.next.key`; nil when there is none.
    public static func loadNext(directory: String) throws -> Cosigner? {
        try KeyFolder(directory).cosigner(.witness, isNext: true)
    }

    /// The key in `directory/witness.key`; nil when there is none.
    public static func load(directory: String) throws -> Cosigner? {
        try SecretText.load("\(directory)/witness.key").map { try Cosigner(privateText: $0) }
    }
}
