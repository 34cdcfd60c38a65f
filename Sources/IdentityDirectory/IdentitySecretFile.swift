internal import Crypto
internal import Glibc
public import Identity
internal import RecordTypes
internal import Sealing

/// The key file of the identity secret, mode 0600: a line for each epoch that is still needed.
///
/// ```text
/// ankur-identity-1 <epoch> <64 hexadecimal digits>
/// ```
/// One line, and two while a rotation is under way. Held apart from the master key, so that neither alone links anybody.
public struct IdentitySecretFile: IdentitySecretKeeper {
    private let path: String

    /// - Parameter path: in a folder that exists.
    public init(path: String) { self.path = path }

    /// The secrets by epoch, ascending; nil where there is no file.
    /// - Throws: ``IdentityDirectoryError`` with code `secretFile` where it is damaged or open to others.
    public func loadIfPresent() throws(IdentityDirectoryError) -> [any IdentitySecret]? {
        let bytes: [UInt8]
        let isPrivate: Bool
        do throws(DurableFile.Failure) {
            let file = try DurableFile(path: path, .read)
            let (permissions, isOurs) = try file.status()
            isPrivate = isOurs && permissions & 0o077 == 0
            bytes = try file.contents(limit: 4096)
        } catch {
            if error.errno == ENOENT { return nil }
            throw IdentityDirectoryError(.secretFile)
        }
        guard isPrivate else { throw IdentityDirectoryError(.secretFile) }
        var secrets: [any IdentitySecret] = []
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            let parts = line.split(separator: " ")
            guard parts.count == 3, parts[0] == Self.label, let epoch = Int(parts[1]), let key = Hex.bytes(parts[2]),
                key.count == 32, epoch == (secrets.last?.epoch).map({ $0 + 1 }) ?? max(epoch, 1)
            else { throw IdentityDirectoryError(.secretFile) }
            secrets.append(HeldIdentitySecret(epoch: epoch, key: SymmetricKey(data: key)))
        }
        guard (1...2).contains(secrets.count), bytes.last == UInt8(ascii: "\n") else {
            throw IdentityDirectoryError(.secretFile)
        }
        return secrets
    }

    /// Makes the file with the secret of the first epoch, unless it is there. Durable on return.
    public func createIfAbsent(first secret: [UInt8]) throws(IdentityDirectoryError) {
        guard try loadIfPresent() == nil else { return }
        try write([(1, secret)], replacing: false)
    }

    /// Adds the secret of the next epoch to the only one there is.
    public func addNext(_ secret: [UInt8]) throws(IdentityDirectoryError) {
        let lines = try lines()
        guard lines.count == 1 else { throw IdentityDirectoryError(.rotationUnfinished) }
        try write(lines + [(lines[0].epoch + 1, secret)], replacing: true)
    }

    /// Drops every secret but the newest.
    public func keepNewest() throws(IdentityDirectoryError) {
        let lines = try lines()
        guard lines.count > 1, let newest = lines.last else { return }
        try write([newest], replacing: true)
    }

    /// Takes the file away: its secrets have moved. Durable on return.
    public func destroyAll() throws(IdentityDirectoryError) {
        guard try loadIfPresent() != nil else { return }
        // The path is borrowed for the call only.
        guard unsafe unlink(path) == 0 else { throw IdentityDirectoryError(.secretFile) }
        do throws(DurableFile.Failure) {
            try DurableFolder.flush(DurableFolder.parent(of: path))
        } catch {
            throw IdentityDirectoryError(.secretFile)
        }
    }

    private static let label = "ankur-identity-1"

    private func lines() throws(IdentityDirectoryError) -> [(epoch: Int, secret: [UInt8])] {
        guard try loadIfPresent() != nil else { throw IdentityDirectoryError(.secretFile) }
        do throws(DurableFile.Failure) {
            let text = String(decoding: try DurableFile(path: path, .read).contents(limit: 4096), as: UTF8.self)
            return text.split(separator: "\n").compactMap { line in
                let parts = line.split(separator: " ")
                guard let epoch = Int(parts[1]), let key = Hex.bytes(parts[2]) else { return nil }
                return (epoch, key)
            }
        } catch {
            throw IdentityDirectoryError(.secretFile)
        }
    }

    /// Whole and flushed under another name before it gets its own: a crash leaves the file as it was or as it is to be.
    private func write(_ lines: [(epoch: Int, secret: [UInt8])], replacing: Bool) throws(IdentityDirectoryError) {
        let temporary = "\(path).\(UInt64.random(in: 0 ... .max)).new"
        do throws(DurableFile.Failure) {
            let file = try DurableFile(path: temporary, .createNew)
            let text = lines.map { "\(Self.label) \($0.epoch) \(Hex.text($0.secret))\n" }.joined()
            try file.write(Array(text.utf8))
            try file.flush()
            if !replacing { _ = try DurableFolder.publish(temporary, as: path) }
        } catch {
            throw IdentityDirectoryError(.secretFile)
        }
        // The paths are borrowed for the call only.
        if replacing, unsafe rename(temporary, path) != 0 { throw IdentityDirectoryError(.secretFile) }
        do throws(DurableFile.Failure) {
            try DurableFolder.flush(DurableFolder.parent(of: path))
        } catch {
            throw IdentityDirectoryError(.secretFile)
        }
    }
}

/// Why the directory cannot be used. Names nobody.
public struct IdentityDirectoryError: Error, Hashable, Sendable {
    public enum Code: String, Hashable, Sendable {
        /// The key file is absent, damaged, or readable by others.
        case secretFile = "secret-file"
        /// The directory was kept under an epoch whose secret is not there.
        case secretMissing = "secret-missing"
        /// A rotation began and has not been finished by a start.
        case rotationUnfinished = "rotation-unfinished"
        /// A row does not open: altered, moved, or another master key.
        case damaged
    }

    public let code: Code

    public init(_ code: Code) { self.code = code }
}

extension IdentityDirectoryError: CustomStringConvertible {
    public var description: String { "identity directory: \(code.rawValue)" }
}
