internal import Glibc
internal import Sealing
public import TransparencyLog

/// The signing keys of a node, a witness or a mirror in their files, and how they change: `<role>.key`, `<role>.next.key` and
/// `<role>.retired`, as ``LedgerKeys`` has them.
///
/// Whoever changes a key holds the data folder's lock; the gateway reads its keys once, when it starts.
public struct KeyFolder: Sendable {
    public enum Role: String, Hashable, Sendable, CaseIterable {
        case log
        case acknowledgement
        case witness
        case mirror
    }

    /// One key, as `keys list` shows it.
    public struct Listed: Hashable, Sendable {
        public enum State: String, Hashable, Sendable, CaseIterable {
            case active
            /// Signs beside the active one.
            case next
            /// Signs no more; what it signed stays true.
            case retired
        }

        public let role: Role
        public let state: State
        public let key: VerifierKey
    }

    private let directory: String

    public init(_ directory: String) { self.directory = directory }

    private func path(_ role: Role, isNext: Bool = false) -> String {
        "\(directory)/\(role.rawValue)\(isNext ? ".next" : "").key"
    }

    // MARK: Reading

    /// The key of a log or of a node's acknowledgements; nil where there is no such file.
    func signer(_ role: Role, isNext: Bool = false) throws(LedgerError) -> NoteSigner? {
        guard let text = try SecretText.load(path(role, isNext: isNext)) else { return nil }
        do { return try NoteSigner(privateText: text) } catch { throw LedgerError(.keyFile, cause: error) }
    }

    /// The key of a witness or mirror; nil where there is no such file.
    func cosigner(_ role: Role, isNext: Bool = false) throws(LedgerError) -> Cosigner? {
        guard let text = try SecretText.load(path(role, isNext: isNext)) else { return nil }
        do { return try Cosigner(privateText: text) } catch { throw LedgerError(.keyFile, cause: error) }
    }

    private func key(_ role: Role, isNext: Bool = false) throws(LedgerError) -> VerifierKey? {
        switch role {
        case .log, .acknowledgement: try signer(role, isNext: isNext)?.verifierKey
        case .witness, .mirror: try cosigner(role, isNext: isNext)?.verifierKey
        }
    }

    /// Former keys, oldest first.
    public func retired(_ role: Role) throws(LedgerError) -> [VerifierKey] {
        do {
            let file = try DurableFile(path: "\(directory)/\(role.rawValue).retired", .read)
            let text = String(decoding: try file.contents(limit: 1 << 20), as: UTF8.self)
            return try text.split(separator: "\n").map { try VerifierKey($0) }
        } catch let failure as DurableFile.Failure where failure.errno == ENOENT {
            return []
        } catch {
            throw LedgerError(.keyFile, cause: error)
        }
    }

    public func list() throws(LedgerError) -> [Listed] {
        var listed: [Listed] = []
        for role in Role.allCases {
            let active = try key(role)
            if let active { listed.append(Listed(role: role, state: .active, key: active)) }
            if let next = try key(role, isNext: true) {
                listed.append(Listed(role: role, state: .next, key: next))
            }
            for key in try retired(role) where key != active {
                listed.append(Listed(role: role, state: .retired, key: key))
            }
        }
        return listed
    }

    // MARK: Changing

    func loadOrCreate(_ role: Role, name: String) throws(LedgerError) -> NoteSigner {
        do {
            let text = try SecretText.loadOrCreate(path(role)) { try NoteSigner.random(name: name).privateText }
            let signer = try NoteSigner(privateText: text)
            guard signer.name == name else { throw LedgerError(.anotherLog) }
            return signer
        } catch let error as LedgerError {
            throw error
        } catch {
            throw LedgerError(.keyFile, cause: error)
        }
    }

    /// Makes the next key beside the active one. For the log it signs from the next start on, and the overlap lasts until
    /// ``retire(_:)``. Once made it stays the next, however often this is asked for.
    /// - Throws: `keyFile`; also when there is no active key yet.
    public func prepare(_ role: Role) throws(LedgerError) -> VerifierKey {
        guard let active = try key(role) else { throw LedgerError(.keyFile) }
        do {
            _ = try SecretText.loadOrCreate(path(role, isNext: true)) {
                switch role {
                case .log, .acknowledgement: try NoteSigner.random(name: active.name).privateText
                case .witness, .mirror: try Cosigner.random(name: active.name).privateText
                }
            }
            guard let next = try key(role, isNext: true) else { throw LedgerError(.keyFile) }
            return next
        } catch let error as LedgerError {
            throw error
        } catch {
            throw LedgerError(.keyFile, cause: error)
        }
    }

    /// Ends the overlap: the next key becomes the active one, and the active one's secret is gone.
    ///
    /// 1. the old verifier key is written to the list of retired ones; a crash here leaves both keys signing, and listed twice, which
    ///    says nothing wrong;
    /// 2. the next key's file takes the active one's name, in one step of the file system.
    /// - Throws: `keyFile`; also when there is no next key.
    public func retire(_ role: Role) throws(LedgerError) -> VerifierKey {
        guard let old = try key(role), try key(role, isNext: true) != nil else { throw LedgerError(.keyFile) }
        do {
            if try !retired(role).contains(old) {
                let file = try DurableFile(path: "\(directory)/\(role.rawValue).retired", .append)
                try file.write(Array("\(old.text)\n".utf8))
                try file.flush()
                try DurableFolder.flush(directory)
            }
            // The paths are borrowed for the call only.
            guard unsafe rename(path(role, isNext: true), path(role)) == 0 else { throw LedgerError(.keyFile) }
            try DurableFolder.flush(directory)
        } catch let error as LedgerError {
            throw error
        } catch {
            throw LedgerError(.keyFile, cause: error)
        }
        return old
    }
}
