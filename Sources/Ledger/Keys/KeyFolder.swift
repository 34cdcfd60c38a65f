internal import Failpoints
internal import Glibc
internal import Sealing
public import TransparencyLog

/// The signing keys of a node, a witness or a mirror in their files, and how they change: `<role>.key`, `<role>.next.key`,
/// `log.opening.key` and `<role>.retired`, as ``LedgerKeys`` has them.
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
            /// Will sign the next shard, which has not begun.
            case opening
            /// Signs no more; what it signed stays true.
            case retired
        }

        public let role: Role
        public let state: State
        public let key: VerifierKey
    }

    private let directory: String

    public init(_ directory: String) { self.directory = directory }

    private func path(_ role: Role, _ state: Listed.State = .active) -> String {
        "\(directory)/\(role.rawValue)\(state == .active ? "" : ".\(state.rawValue)").key"
    }

    // MARK: Reading

    /// The key of a log or of a node's acknowledgements; nil where there is no such file.
    func signer(_ role: Role, _ state: Listed.State = .active) throws(LedgerError) -> NoteSigner? {
        guard let text = try SecretText.load(path(role, state)) else { return nil }
        do { return try NoteSigner(privateText: text) } catch { throw LedgerError(.keyFile, cause: error) }
    }

    /// The key of a witness or mirror; nil where there is no such file.
    func cosigner(_ role: Role, isNext: Bool = false) throws(LedgerError) -> Cosigner? {
        guard let text = try SecretText.load(path(role, isNext ? .next : .active)) else { return nil }
        do { return try Cosigner(privateText: text) } catch { throw LedgerError(.keyFile, cause: error) }
    }

    private func key(_ role: Role, _ state: Listed.State = .active) throws(LedgerError) -> VerifierKey? {
        switch role {
        case .log, .acknowledgement: try signer(role, state)?.verifierKey
        case .witness, .mirror: try cosigner(role, isNext: state == .next)?.verifierKey
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
            if let next = try key(role, .next) { listed.append(Listed(role: role, state: .next, key: next)) }
            if role == .log, let opening = try key(.log, .opening) {
                listed.append(Listed(role: .log, state: .opening, key: opening))
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
            return try NoteSigner(privateText: text)
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
            _ = try SecretText.loadOrCreate(path(role, .next)) {
                switch role {
                case .log, .acknowledgement: try NoteSigner.random(name: active.name).privateText
                case .witness, .mirror: try Cosigner.random(name: active.name).privateText
                }
            }
            guard let next = try key(role, .next) else { throw LedgerError(.keyFile) }
            return next
        } catch let error as LedgerError {
            throw error
        } catch {
            throw LedgerError(.keyFile, cause: error)
        }
    }

    /// Makes the key of the next shard, which signs nothing before that one is opened: time for witnesses and readers to take it into their
    /// policies. Once made it stays, however often this is asked for.
    ///
    /// - Parameter origin: the next shard's, `<domain>/<realm>/<year>`.
    /// - Throws: `shardKey` when there is no log yet, when a key of its own has that name or had it before, when another next shard is
    ///   prepared, or while the log changes its key.
    public func prepareShard(origin: String) throws(LedgerError) -> VerifierKey {
        guard let active = try key(.log), active.name != origin, try key(.log, .next) == nil,
            origin != Acknowledgement.label, try retired(.log).allSatisfy({ $0.name != origin })
        else { throw LedgerError(.shardKey) }
        do {
            _ = try SecretText.loadOrCreate(path(.log, .opening)) { try NoteSigner.random(name: origin).privateText }
        } catch let error as LedgerError {
            throw error
        } catch {
            throw LedgerError(.shardKey, cause: error)
        }
        guard let opening = try key(.log, .opening), opening.name == origin else { throw LedgerError(.shardKey) }
        return opening
    }

    /// The next shard has begun: its key becomes the log's, and the old one's secret is gone, so that nobody can add to the closed shard.
    ///
    /// Steps as in ``retire(_:)``. Does nothing where there is no such key, as when a crash came after it was done.
    /// - Throws: ``LedgerError``: `keyFile`.
    func takeUpShard() throws {
        guard try key(.log, .opening) != nil else { return }
        try Failpoints.before(.shardKey)
        _ = try retire(.log, for: .opening)
        try Failpoints.after(.shardKey)
    }

    /// Ends the overlap: the next key becomes the active one, and the active one's secret is gone.
    ///
    /// 1. the old verifier key is written to the list of retired ones; a crash here leaves both keys signing, and listed twice, which
    ///    says nothing wrong;
    /// 2. the next key's file takes the active one's name, in one step of the file system.
    /// - Throws: `keyFile`; also when there is no next key.
    public func retire(_ role: Role) throws(LedgerError) -> VerifierKey { try retire(role, for: .next) }

    private func retire(_ role: Role, for state: Listed.State) throws(LedgerError) -> VerifierKey {
        guard let old = try key(role), try key(role, state) != nil else { throw LedgerError(.keyFile) }
        do {
            if try !retired(role).contains(old) {
                let file = try DurableFile(path: "\(directory)/\(role.rawValue).retired", .append)
                try file.write(Array("\(old.text)\n".utf8))
                try file.flush()
                try DurableFolder.flush(directory)
            }
            // The paths are borrowed for the call only.
            guard unsafe rename(path(role, state), path(role)) == 0 else { throw LedgerError(.keyFile) }
            try DurableFolder.flush(directory)
        } catch let error as LedgerError {
            throw error
        } catch {
            throw LedgerError(.keyFile, cause: error)
        }
        return old
    }
}
