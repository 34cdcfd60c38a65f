internal import Glibc
internal import Sealing

/// A file with one line that is a secret: mode 0600, ours, whole or not there.
enum SecretText {
    /// The line in the file, made when there is none. Durable on return.
    /// - Throws: `keyFile`, or what `make` throws.
    static func loadOrCreate(_ path: String, _ make: () throws -> String) throws -> String {
        if let present = try load(path) { return present }
        let text = try make()
        do {
            if try create(path, text) { return text }
        } catch {
            throw LedgerError(.keyFile, cause: error)
        }
        // Another process was faster: its secret counts.
        guard let present = try load(path) else { throw LedgerError(.keyFile) }
        return present
    }

    /// Nil when there is no such file.
    static func load(_ path: String) throws(LedgerError) -> String? {
        do {
            let file = try DurableFile(path: path, .read)
            let (permissions, isOurs) = try file.status()
            guard isOurs, permissions & 0o077 == 0 else { throw LedgerError(.keyFile) }
            let bytes = try file.contents(limit: 4096)
            guard bytes.last == UInt8(ascii: "\n"), let text = String(validating: bytes.dropLast(), as: UTF8.self)
            else { throw LedgerError(.keyFile) }
            return text
        } catch {
            switch error {
            case let failure as DurableFile.Failure where failure.errno == ENOENT: return nil
            case let error as LedgerError: throw error
            default: throw LedgerError(.keyFile, cause: error)
            }
        }
    }

    /// The whole secret stands flushed under another name before it gets its own: a crash leaves the secret or none.
    private static func create(_ path: String, _ text: String) throws -> Bool {
        let temporary = "\(path).\(UInt64.random(in: 0 ... .max)).new"
        let file = try DurableFile(path: temporary, .createNew)
        try file.write(Array("\(text)\n".utf8))
        try file.flush()
        let isOurs = try DurableFolder.publish(temporary, as: path)
        try DurableFolder.flush(DurableFolder.parent(of: path))
        return isOurs
    }
}
