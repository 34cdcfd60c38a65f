internal import Crypto
internal import Sealing
internal import Synchronization

/// The durable list of erasures: an append-only file, flushed entry by entry.
///
/// ```text
/// file:   "ankur-erasures-1" | entry | entry | …
/// entry:  scope (32) | generation (8, big-endian) | check (8)
/// check:  the first 8 bytes of SHA-256(check of the entry before, or 8 zeros | scope | generation)
/// ```
/// An entry at the very end that is cut short or does not check was never acknowledged (a crash while appending) and is cut
/// off; were it damaged later, the database still knows it. Anywhere else it is damage.
final class ErasureJournal: Sendable {
    static let header = Array("ankur-erasures-1".utf8)
    static let entryLength = ScopeName.length + 8 + checkLength
    private static let checkLength = 8

    private struct State: ~Copyable {
        let file: DurableFile
        var check: [UInt8]
        var failure: KeyStoreError?
    }

    private let state: Mutex<State>
    /// What the file held when it was opened.
    private let found: [ScopeName: Int64]

    static func open(path: String) throws -> ErasureJournal {
        do {
            return try ErasureJournal(path: path)
        } catch let failure as DurableFile.Failure {
            throw KeyStoreError.journalFailed(call: failure.call, errno: failure.errno)
        }
    }

    private init(path: String) throws {
        let file = try DurableFile(path: path, .append)
        let contents = try file.contents(limit: .max)
        guard let reading = Reading(contents) else { throw KeyStoreError.journalDamaged }
        if reading.validLength < contents.count { try file.truncate(to: reading.validLength) }
        if reading.validLength == 0 { try file.write(Self.header) }
        try file.flush()
        try DurableFolder.flush(DurableFolder.parent(of: path))
        found = reading.erased
        state = Mutex(State(file: file, check: reading.check, failure: nil))
    }

    /// Durable on return. After a failure the file is not written again.
    func append(_ erased: ErasedScope) throws(KeyStoreError) {
        try state.withLock { state throws(KeyStoreError) in
            if let failure = state.failure { throw failure }
            let body = erased.name.bytes + Bytes.of(erased.generation)
            let check = Self.check(after: state.check, body)
            do throws(DurableFile.Failure) {
                try state.file.write(body + check)
                try state.file.flush()
            } catch {
                let failure = KeyStoreError.journalFailed(call: error.call, errno: error.errno)
                state.failure = failure
                throw failure
            }
            state.check = check
        }
    }

    /// Makes database and journal agree: what either knows as erased is erased in both, and such keys are deleted.
    func settle(with table: any KeyTable) async throws {
        let inDatabase = try await table.erased()
        for (name, generation) in inDatabase where generation > found[name] ?? 0 {
            try append(ErasedScope(name: name, generation: generation))
        }
        let missing = found.filter { $0.value > inDatabase[$0.key] ?? 0 }
        let deleted = try await table.apply(missing.map { ErasedScope(name: $0.key, generation: $0.value) })
        if deleted > 0 || !missing.isEmpty { try await table.forgetDeleted() }
    }

    fileprivate static func check(after previous: [UInt8], _ body: [UInt8]) -> [UInt8] {
        Array(SHA256.hash(data: previous + body).prefix(checkLength))
    }

    /// What a journal file says.
    private struct Reading {
        var erased: [ScopeName: Int64] = [:]
        var check = [UInt8](repeating: 0, count: ErasureJournal.checkLength)
        var validLength = 0

        /// Nil when the file is damaged.
        init?(_ contents: [UInt8]) {
            guard contents.count >= header.count else {
                guard header.starts(with: contents) else { return nil }
                return
            }
            guard contents.starts(with: header) else { return nil }
            validLength = header.count
            while validLength + entryLength <= contents.count {
                let entry = contents[validLength..<validLength + entryLength]
                let body = entry.prefix(entryLength - checkLength)
                let expected = ErasureJournal.check(after: check, Array(body))
                guard Array(entry.suffix(checkLength)) == expected,
                    let name = ScopeName(Array(body.prefix(ScopeName.length)))
                else {
                    let isLast = contents.count < validLength + 2 * entryLength
                    if isLast { return }
                    return nil
                }
                erased[name] = max(erased[name] ?? 0, Bytes.integer(body.suffix(8)))
                check = expected
                validLength += entryLength
            }
        }
    }
}
