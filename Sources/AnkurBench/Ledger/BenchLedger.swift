import Foundation
import Ledger
import RecordTypes
import Sealing
import Synchronization
import TransparencyLog

/// A ledger in a folder of its own, for people whose keys are in memory.
struct BenchLedger: Sendable {
    let ledger: Ledger
    let path: String

    init(
        folder: String, place: LedgerPlace? = nil, publication: Ledger.Publication = .unwitnessed
    ) async throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        path = folder + "/ledger.sqlite"
        ledger = try await Ledger.open(
            place ?? .embedded(path: path),
            keys: LedgerKeys.loadOrCreate(directory: folder + "/keys", origin: "log.example/bench"),
            gateway: .random(), people: BenchKeys(), publication: publication, clock: Self.now)
    }

    @Sendable static func now() -> Instant { Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }

    /// Bytes of the columns that an entry of ``draft(_:)`` fills: entry, leaf, key check, sealed statement, sealed opening.
    static let columnSizes = [82, 32, 8, draft(1000).statement.count + SealingKey.overhead, 68 + SealingKey.overhead]

    static let people = 1000
    private static let text = String(repeating: "x", count: 170)

    static func draft(_ number: Int) -> LedgerDraft {
        let person = number % people
        let identity = LedgerIdentity(
            [UInt8(person & 255), UInt8(person >> 8)] + [UInt8](repeating: 7, count: 18))
        return LedgerDraft(
            kind: .access, subject: identity, submitter: .gateway,
            statement: Array("{\"number\":\(number),\"text\":\"\(text)\"}".utf8))
    }

    /// Runs the ledger while `work` works.
    func running<Value: Sendable>(_ work: @escaping @Sendable (Ledger) async throws -> Value) async throws -> Value {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask {
                try await ledger.run()
                return nil
            }
            group.addTask { try await work(ledger) }
            while let ended = try await group.next() {
                guard let value = ended else { continue }
                group.cancelAll()
                while let rest = await group.nextResult() { _ = rest }
                return value
            }
            throw CancellationError()
        }
    }
}

/// Data keys in memory.
final class BenchKeys: DataKeys {
    private let keys = Mutex<[KeyScope: SealingKey]>([:])

    func key(for scope: KeyScope) async throws -> SealingKey {
        keys.withLock { keys in
            if let key = keys[scope] { return key }
            let key = SealingKey.random()
            keys[scope] = key
            return key
        }
    }

    func existingKey(for scope: KeyScope) async throws -> SealingKey? { keys.withLock { $0[scope] } }
    func erase(_ scope: KeyScope) async throws { keys.withLock { $0[scope] = nil } }
}
