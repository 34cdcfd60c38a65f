import Foundation
import GRDB
import RecordTypes
import Testing
import TransparencyLog

@testable import Ledger

/// One bit flipped in anything that is stored or served is found. `ANKUR_FLIP_SEED` repeats a run's places.
@Suite("Flipped bits")
struct FlippedBitTests {
    static let places = 200

    private static func random() -> SplitMix64 {
        let seed =
            ProcessInfo.processInfo.environment["ANKUR_FLIP_SEED"].flatMap { UInt64($0) }
            ?? UInt64.random(in: 0...UInt64.max)
        print("flipped bits: ANKUR_FLIP_SEED=\(seed)")
        return SplitMix64(state: seed)
    }

    /// What a bad disk may alter without SQLite noticing: every blob but the batches' ids, which mean nothing.
    static let columns: [(table: String, column: String)] = [
        ("entry", "entry"), ("entry", "leaf"), ("entry", "sealed_statement"), ("entry", "sealed_opening"),
        ("entry", "request"), ("entry", "key_check"), ("tile", "hashes"), ("tree", "root"), ("tree", "frontier"),
        ("signed", "root"), ("signed", "note"), ("published", "root"), ("published", "note"),
        ("person", "sealed_identity"), ("page", "body"),
    ]

    @Test("fsck finds a flipped bit at any of two hundred places of a ledger, and nothing before or after")
    func stored() async throws {
        var random = Self.random()
        let house = try await FsckTests.filled(300)
        let ledger = try await house.open()
        #expect(try await ledger.fsck().isSound)
        for number in 0..<Self.places {
            // Tiles and entries more often than what there is little of.
            let (table, column) = number % 3 == 0 ? ("tile", "hashes") : Self.columns.randomElement(using: &random)!
            let place = try Self.flip(house, table, column, &random)
            #expect(try await !ledger.fsck().isSound, "\(table).\(column), row \(place.row), bit \(place.bit)")
            try Self.flip(house, table, column, place)
        }
        #expect(try await ledger.fsck().isSound)
    }

    private struct Place {
        let row: Int64
        let bit: Int
    }

    private static func flip(
        _ house: LedgerHouse, _ table: String, _ column: String, _ random: inout SplitMix64
    ) throws -> Place {
        let queue = try DatabaseQueue(path: house.path)
        let rows = try queue.write { database in
            try LedgerHouse.withEntryRows(database, if: table == "entry") {
                try Row.fetchAll(
                    database, sql: "SELECT rowid, length(\(column)) FROM \(table) WHERE length(\(column)) > 0")
            }
        }
        try queue.close()
        let row = try #require(rows.randomElement(using: &random))
        let place = Place(row: row[0], bit: Int.random(in: 0..<8 * (row[1] as Int), using: &random))
        try flip(house, table, column, place)
        return place
    }

    private static func flip(_ house: LedgerHouse, _ table: String, _ column: String, _ place: Place) throws {
        let queue = try DatabaseQueue(path: house.path)
        try queue.write { database in
            try LedgerHouse.withEntryRows(database, if: table == "entry") {
                var bytes = try Array(
                    #require(
                        try Data.fetchOne(
                            database, sql: "SELECT \(column) FROM \(table) WHERE rowid = ?", arguments: [place.row])))
                bytes[place.bit / 8] ^= 1 << UInt8(place.bit % 8)
                try database.execute(
                    sql: "UPDATE \(table) SET \(column) = ? WHERE rowid = ?", arguments: [Data(bytes), place.row])
            }
        }
        try queue.close()
    }

    @Test("an audit finds a flipped bit at any of two hundred places of the served files")
    func served() async throws {
        var random = Self.random()
        let signer = try NoteSigner(name: "log.example/flipped", seed: Array(0..<32))
        let sound = try AlteredLog(700, signer: signer)
        func outcome(_ log: AlteredLog) async throws -> VerificationReport.Outcome {
            try await LogAudit(files: log, key: signer.verifierKey, policy: nil, old: []).run().outcome
        }
        #expect(try await outcome(sound) == .ok)
        let paths = sound.files.keys.filter { $0.hasPrefix("tile/") }.sorted()
        for _ in 0..<Self.places {
            var log = sound
            let path = try #require(paths.randomElement(using: &random))
            let bit = Int.random(in: 0..<8 * (log.files[path]?.count ?? 0), using: &random)
            log.files[path]?[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(try await outcome(log) == .fail, "\(path), bit \(bit)")
        }
    }
}

/// Random numbers that a seed repeats (SplitMix64).
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
