internal import Failpoints
internal import RecordTypes

/// A 256-bit key in a file of its own, mode 0600: `ankur-key-1 <64 hexadecimal digits>` and a line feed.
enum KeyFile {
    private static let prefix = "ankur-key-1 "
    private static let length = prefix.utf8.count + 2 * SealingKey.length + 1

    /// Nil when there is no such file.
    static func load(_ path: String) throws(KeyFileError) -> SealingKey? {
        do {
            let file = try DurableFile(path: path, .read)
            let (permissions, isOurs) = try file.status()
            guard isOurs else { throw KeyFileError.notOurs }
            guard permissions & 0o077 == 0 else { throw KeyFileError.readableByOthers }
            return try key(in: file.contents(limit: length + 1))
        } catch let failure as DurableFile.Failure {
            if failure.isAbsence { return nil }
            throw KeyFileError.system(call: failure.call, errno: failure.errno)
        } catch let error as KeyFileError {
            throw error
        } catch {
            throw KeyFileError.damaged
        }
    }

    /// Makes a new key, unless the file is there: then that one counts. Durable on return.
    ///
    /// The key is complete and flushed under another name before it gets its own, so a crash leaves the whole key or none.
    static func create(_ path: String) throws(KeyFileError) -> SealingKey {
        do {
            try Failpoints.before(.keyFile)
            let key = SealingKey.random()
            let temporary = "\(path).\(Hex.text(SealingKey.random().bytes.prefix(8))).new"
            let file = try DurableFile(path: temporary, .createNew)
            try file.write(Array("\(prefix)\(Hex.text(key.bytes))\n".utf8))
            try file.flush()
            let isOurs = try DurableFolder.publish(temporary, as: path)
            try DurableFolder.flush(DurableFolder.parent(of: path))
            try Failpoints.after(.keyFile)
            if isOurs { return key }
        } catch let failure as DurableFile.Failure {
            throw .system(call: failure.call, errno: failure.errno)
        } catch {
            throw .system(call: "failpoint", errno: 0)
        }
        guard let present = try load(path) else { throw .damaged }
        return present
    }

    private static func key(in bytes: [UInt8]) throws(KeyFileError) -> SealingKey {
        guard bytes.count == length, bytes.starts(with: prefix.utf8), bytes.last == UInt8(ascii: "\n"),
            let raw = Hex.bytes(String(decoding: bytes[prefix.utf8.count..<length - 1], as: UTF8.self)),
            let key = try? SealingKey(bytes: raw)
        else { throw .damaged }
        return key
    }
}

/// Why a key file cannot be used. Names no path and no content.
public enum KeyFileError: Error, Hashable, Sendable {
    case absent
    /// Not a key file, or cut short.
    case damaged
    /// Group or others may read or write it; it must be mode 0600.
    case readableByOthers
    /// Another user's, or not a regular file.
    case notOurs
    case system(call: String, errno: Int32)
}
