import Foundation
import GRDB
import RecordTypes
import Testing

@testable import Ledger

@Suite("Pages of entries")
struct EntryPageTests {
    private static func parts(_ number: Int) -> EntryPage.Parts {
        EntryPage.Parts(
            entry: [UInt8](repeating: UInt8(number), count: 82), leaf: [UInt8](repeating: 1, count: 32),
            person: number % 2 == 0
                ? nil : EntryPage.Person(row: Int64(number), counter: 7, previous: number == 3 ? nil : 1 << 40),
            keyCheck: Array(0..<8),
            statement: [UInt8](repeating: 3, count: number * 50), opening: [9],
            request: number % 3 == 0 ? nil : [UInt8](repeating: 4, count: 32))
    }

    private static let page: [UInt8] = {
        var page: [UInt8] = []
        for number in 0..<6 { EntryPage.append(parts(number), to: &page) }
        return page
    }()

    @Test("what is written is read, record by record")
    func roundTrip() {
        let (records, isWhole) = EntryPage.records(in: Self.page)
        #expect(isWhole && records.count == 6)
        var again: [UInt8] = []
        for record in records { EntryPage.append(record.parts(of: Self.page), to: &again) }
        #expect(again == Self.page)
        #expect(records.map { Array(Self.page[$0.whole]) }.flatMap(\.self) == Self.page)
        #expect(records[3].person == EntryPage.Person(row: 3, counter: 7, previous: nil) && records[3].request == nil)
        #expect(records[5].person == EntryPage.Person(row: 5, counter: 7, previous: 1 << 40))
        #expect(EntryPage.records(in: []).isWhole)
    }

    @Test("a page cut short gives the records before the cut, and says so")
    func cut() {
        let ends = EntryPage.records(in: Self.page).records.map(\.whole.upperBound)
        for length in 1..<Self.page.count {
            let (records, isWhole) = EntryPage.records(in: Array(Self.page[..<length]))
            #expect(records.count == ends.count(where: { $0 <= length }))
            #expect(isWhole == ends.contains(length), "\(length)")
        }
    }

    @Test("flags that nobody has given a meaning are refused", arguments: [4, 8, 16, 32, 64, 128] as [UInt8])
    func flags(_ flag: UInt8) {
        var page = Self.page
        page[0] |= flag
        let (records, isWhole) = EntryPage.records(in: page)
        #expect(records.isEmpty && !isWhole)
    }

    @Test("whatever stands in a page, reading it ends")
    func random() {
        var random = SplitMix64(state: 5)
        for _ in 0..<2000 {
            var page = Self.page
            for _ in 0..<3 {
                page[Int.random(in: 0..<page.count, using: &random)] = .random(in: 0...255, using: &random)
            }
            for record in EntryPage.records(in: page).records { #expect(record.parts(of: page).isStorable) }
        }
    }

    @Test(
        "pages hold what goes in, in order, and no more than their shape",
        arguments: [(1, 100_000), (64, 33_792), (64, 8_124), (7, 1), (3, 700)])
    func packing(_ width: Int, _ bytes: Int) throws {
        let positions = Array(Int64(5)..<150) + Array(Int64(200)..<230)
        var packer = EntryPacker(EntryPage.Shape(width: width, bytes: bytes))
        var pages: [EntryPacker.Page] = []
        for position in positions {
            if let page = packer.append(Self.parts(Int(position % 40)), at: position) { pages.append(page) }
        }
        if let page = packer.finish() { pages.append(page) }
        #expect(packer.finish()?.first == nil)
        var found: [Int64] = []
        for page in pages {
            let (records, isWhole) = EntryPage.records(in: page.body)
            #expect(isWhole && !records.isEmpty && records.count <= width)
            #expect(records.count == 1 || page.body.count <= bytes)
            for (position, record) in zip(page.first..., records) {
                found.append(position)
                let parts = Self.parts(Int(position % 40))
                #expect(record.parts(of: page.body).statement == parts.statement)
                #expect(record.whole.count == parts.byteCount)
            }
        }
        #expect(found == positions)
    }

    @Test("a ledger that was kept a row for each entry goes on in pages, and nothing of it is lost")
    func migration() async throws {
        let house = try await FsckTests.filled(300)
        let before = try await SQLiteLedgerStorage.open(path: house.path).entries(from: 0, limit: 1000)
        let queue = try DatabaseQueue(path: house.path)
        try await queue.write { database in
            try LedgerHouse.withEntryRows(database, if: true) {
                // As the migration before has left it.
                try database.execute(
                    sql: """
                        CREATE TABLE main.entry (
                            idx INTEGER PRIMARY KEY, entry BLOB NOT NULL, leaf BLOB NOT NULL, person INTEGER,
                            counter INTEGER, key_check BLOB NOT NULL, sealed_statement BLOB NOT NULL,
                            sealed_opening BLOB NOT NULL, request BLOB
                        ) STRICT;
                        INSERT INTO main.entry SELECT * FROM temp.entry;
                        CREATE UNIQUE INDEX main.entry_request ON entry (request) WHERE request IS NOT NULL;
                        """)
            }
            try database.execute(
                sql: """
                    DROP TABLE page; DROP TABLE request; DELETE FROM grdb_migrations WHERE identifier LIKE '5 %'
                    """)
        }
        try queue.close()
        let after = try await SQLiteLedgerStorage.open(path: house.path).entries(from: 0, limit: 1000)
        #expect(after == before && after.count >= 300)
        let check = try await house.open().fsck()
        #expect(check.isSound, "\(check.defects)")
        try await house.running { ledger throws in
            let promise = try await ledger.append(.test(999, subject: 1))
            try await ledger.waitForCheckpoint(covering: promise.index)
        }
        #expect(try await house.open().fsck().isSound)
    }

    @Test("a page that does not parse is found, stops what reads it, and is healed for everybody's proofs")
    func brokenPage() async throws {
        let house = try await FsckTests.filled(300)
        let mirror = "\(house.directory)/mirror"
        try await Ledger.export(path: house.path, to: mirror)
        try house.tamper("UPDATE page SET body = x'FF' WHERE first = (SELECT max(first) FROM page WHERE first <= 200)")
        let check = try await house.open().fsck()
        #expect(check.defects.contains { $0.kind == .storage }, "\(check.defects)")
        let healing = try await Ledger.heal(
            path: house.path, keys: house.keys.verifierKeys, from: LogFolder(mirror))
        #expect(healing.entries > 0 && healing.lostStatements == healing.entries, "\(healing)")
        try await house.running { ledger throws in
            #expect(try await ledger.receipt(index: 200)?.opening == nil)
            let promise = try await ledger.append(.test(600))
            try await ledger.waitForCheckpoint(covering: promise.index)
        }
    }
}
