import GatewayTesting
import RecordTypes
import TransparencyLog

@testable import Ledger

/// A house whose keys are read anew each time, as a gateway does.
final class YearlyHouse: Sendable {
    /// The second year's log.
    static let next = "log.example/test/2027"

    let house: LedgerHouse
    var folder: KeyFolder { KeyFolder("\(house.directory)/keys") }

    init() throws { house = try LedgerHouse() }

    func keys() throws -> LedgerKeys {
        try LedgerKeys.loadOrCreate(directory: "\(house.directory)/keys", origin: house.keys.origin)
    }

    func open(publication: Ledger.Publication = .unwitnessed) async throws -> Ledger {
        try await Ledger.open(
            path: house.path, keys: try keys(), gateway: house.gateway, people: house.people, pace: .zero,
            publication: publication, clock: house.clock.reading)
    }

    func running<Value: Sendable>(
        publication: Ledger.Publication = .unwitnessed, _ work: @escaping @Sendable (Ledger) async throws -> Value
    ) async throws -> Value { try await LedgerHouse.running(open(publication: publication), work) }

    func turn(to origin: String = YearlyHouse.next) async throws {
        _ = try folder.prepareShard(origin: origin)
        try await open().openNextShard()
    }

    /// A statement of completeness, and the proof that ends with it.
    func proof(of subject: Int) async throws -> CompletenessProof {
        try await running { ledger throws in
            let before = try await ledger.append(.test(1000))
            try await ledger.waitForCheckpoint(covering: before.index)
            let said = try await ledger.lastCountStatement(of: .test(subject))
            let json = #"{"detail":"\#(said.detail)","kind":"administration","v":1,"what":"completeness"}"#
            let promise = try await ledger.append(
                LedgerDraft(
                    kind: .administration, subject: .test(subject), submitter: .gateway,
                    statement: Array(json.utf8)))
            try await ledger.waitForCheckpoint(covering: promise.index)
            return try await ledger.completeness(of: .test(subject), through: promise.index)
        }
    }

    /// An audit of all years from the files as they are exported.
    func audit() async throws -> VerificationReport {
        try await Ledger.export(path: house.path, to: "\(house.directory)/log")
        return try await ShardAudit(
            files: LogFolder("\(house.directory)/log"), key: nil, policy: nil, old: []
        ).run()
    }
}
