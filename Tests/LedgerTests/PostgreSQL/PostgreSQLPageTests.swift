#if PostgreSQL
    import RecordTypes
    import ReplicatedDatabase
    import Testing
    import TransparencyLog

    @testable import Ledger

    @Suite("Pages of entries in PostgreSQL", .enabled(if: StorageKind.server != nil, StorageKind.missing))
    struct PostgreSQLPageTests {
        private static func inTransaction<Value: Sendable>(
            _ place: StoragePlace, _ body: @Sendable (PostgreSQLSession) throws -> Value
        ) async throws -> Value {
            let database = try await ReplicatedDatabase.open(
                connectionString: place.connectionString, readers: 1, patience: .seconds(60))
            let value = try await database.write(.first, body)
            await database.close()
            return value
        }

        /// A ledger of so many entries about three persons and about nobody, each with an idempotency key.
        private static func filled(_ count: Int = 300) async throws -> (StoragePlace, LedgerHouse) {
            let place = try await StoragePlace(.postgresql)
            let house = try LedgerHouse()
            try await LedgerHouse.running(try await house.open(on: place.open())) { ledger throws in
                try await withThrowingTaskGroup { group in
                    for number in 0..<count {
                        group.addTask {
                            _ = try await ledger.append(
                                .test(number, subject: number % 4 == 3 ? nil : number % 4, key: number))
                        }
                    }
                    try await group.waitForAll()
                }
                try await ledger.waitForCheckpoint(covering: UInt64(count - 1))
            }
            return (place, house)
        }

        @Test("no page is cut into pieces by the server, however full")
        func inline() async throws {
            let place = try await StoragePlace(.postgresql)
            let storage = try await place.open()
            for batch in UInt64(0)..<4 {
                try await storage.sequence(.test(UInt8(batch)), for: .test()) { _ in
                    (batch * 500..<batch * 500 + 500).map {
                        .test($0, statement: [UInt8](repeating: 1, count: Int($0 % 97) * 7))
                    }
                }
            }
            let (pages, longest, pieces) = try await Self.inTransaction(place) { session in
                let row = try session.query(
                    """
                    SELECT count(*), max(length(body))::bigint,
                        (SELECT pg_relation_size(reltoastrelid) FROM pg_class WHERE oid = 'page'::regclass) FROM page
                    """)
                return (try row.integer(0, 0), try row.integer(0, 1), try row.integer(0, 2))
            }
            #expect(pieces == 0)
            #expect(longest > 7_500 && longest <= 8_124 && pages < 150, "\(longest) bytes, \(pages) pages")
            // A single record may be longer than one of the server's pages.
            let long = StoredEntry.test(2000, statement: [UInt8](repeating: 9, count: 100_000))
            try await storage.sequence(.test(9), for: .test()) { _ in [long] }
            #expect(try await storage.entries(from: 1999, limit: 9).last == long.withoutTime)
        }

        /// A row for each entry, as it was before there were pages.
        private static func unpack(_ place: StoragePlace, _ entries: [StoredEntry]) async throws {
            try await inTransaction(place) { session in
                try session.command(
                    """
                    DROP VIEW entry; DROP TABLE page; DROP TABLE request; ALTER TABLE person DROP COLUMN last;
                    CREATE TABLE entry (
                        idx bigint PRIMARY KEY, entry bytea NOT NULL, leaf bytea NOT NULL, person bigint, counter bigint,
                        key_check bytea NOT NULL, sealed_statement bytea NOT NULL, sealed_opening bytea NOT NULL,
                        request bytea);
                    CREATE UNIQUE INDEX entry_request ON entry (request) WHERE request IS NOT NULL;
                    """)
                for entry in entries {
                    try session.query(
                        """
                        INSERT INTO entry VALUES (
                            $1, $2, $3, (SELECT id FROM person WHERE blind = $4), $5, $6, $7, $8, $9)
                        """,
                        [
                            .integer(Int64(entry.index)), .bytes(entry.entry), .bytes(entry.leafHash.bytes),
                            entry.person.map { .bytes($0.blind) } ?? .null,
                            entry.person.map { .integer(Int64($0.counter)) } ?? .null, .bytes(entry.keyCheck),
                            .bytes(entry.statement), .bytes(entry.opening), entry.request.map { .bytes($0) } ?? .null,
                        ])
                }
            }
        }

        @Test("a ledger that was kept a row for each entry goes on in pages, opened by several nodes at once")
        func migration() async throws {
            let (place, house) = try await Self.filled(1500)
            let before = try await place.open().entries(from: 0, limit: 9999)
            try await Self.unpack(place, before)
            let storages = try await withThrowingTaskGroup(of: (any ClaimedStorage).self) { group in
                for _ in 0..<4 { group.addTask { try await place.open() } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            for storage in storages {
                #expect(try await storage.entries(from: 0, limit: 9999) == before && before.count == 1500)
                #expect(try await storage.index(ofRequest: before[77].request ?? []) == 77)
            }
            let check = try await house.open(on: storages[0]).fsck()
            #expect(check.isSound && check.entries == 1500, "\(check.defects)")
            try await LedgerHouse.running(try await house.open(on: storages[1])) { ledger throws in
                #expect(try await ledger.append(.test(77, subject: 1, key: 77)).index < 1500, "it was entered before")
                let promise = try await ledger.append(.test(9999, subject: 1))
                #expect(promise.index == 1500)
                try await ledger.waitForCheckpoint(covering: promise.index)
            }
            #expect(try await house.open(on: place.open()).fsck().isSound)
        }

        @Test("a node starts while another one reads the whole log, and neither waits for the other")
        func startsBesideReader() async throws {
            let place = try await StoragePlace(.postgresql)
            _ = try await place.open()
            let database = try await ReplicatedDatabase.open(
                connectionString: place.connectionString, readers: 1, patience: .seconds(60))
            let ready = Watermark(0)
            let over = Watermark(0)
            try await withThrowingTaskGroup { group in
                group.addTask {
                    try await database.readSnapshot { session in
                        for table in ["page", "person", "tile"] { try session.query("SELECT * FROM \(table) LIMIT 1") }
                        ready.advance(to: 1)
                        while over.value == 0 { try session.command("SELECT pg_sleep(0.02)") }
                    }
                }
                while ready.value == 0 { try await Task.sleep(for: .milliseconds(10)) }
                let storage = try await place.open()
                try await storage.sequence(.test(1), for: .test(people: [1])) { _ in
                    [.test(0, person: 1, counter: 1)]
                }
                #expect(try await storage.size() == 1)
                over.advance(to: 1)
                try await group.waitForAll()
            }
            await database.close()
        }

        @Test("packing that fails leaves every row where it was")
        func failedMigration() async throws {
            let (place, _) = try await Self.filled(20)
            let before = try await place.open().entries(from: 0, limit: 99)
            try await Self.unpack(place, before)
            try await place.tamper("UPDATE entry SET leaf = '\\x01' WHERE idx = 11")
            await #expect(throws: LedgerError(.damaged, at: 11)) { _ = try await place.open() }
            let leaf = before[11].leafHash.bytes
            try await Self.inTransaction(place) { session in
                #expect(try session.query("SELECT count(*) FROM entry").integer(0, 0) == 20)
                try session.query("UPDATE entry SET leaf = $1 WHERE idx = 11", [.bytes(leaf)])
            }
            #expect(try await place.open().entries(from: 0, limit: 99) == before)
        }

        @Test("a node of before there were pages neither starts nor writes")
        func oldNode() async throws {
            let place = try await StoragePlace(.postgresql)
            _ = try await place.open()
            for sql in [
                "CREATE UNIQUE INDEX IF NOT EXISTS entry_request ON entry (request) WHERE request IS NOT NULL",
                "COPY entry (idx, entry) FROM STDIN (FORMAT binary)",
                "SELECT request, idx FROM entry WHERE request = ANY ('{}'::bytea[])",
            ] {
                await #expect(throws: PostgreSQLError.self) { try await place.tamper(sql) }
            }
        }

        @Test("a bit of one record is named, and costs no other", arguments: [false, true])
        func damagedRecord(_ isWithout: Bool) async throws {
            let (place, house) = try await Self.filled()
            let (first, body, middle) = try await Self.inTransaction(place) { session in
                let row = try session.query("SELECT first, body FROM page ORDER BY length(body) DESC LIMIT 1")
                let records = EntryPage.records(in: row.bytes(0, 1)).records
                return (try row.integer(0, 0), row.bytes(0, 1), records[records.count / 2])
            }
            let number = EntryPage.records(in: body).records.firstIndex { $0.whole == middle.whole } ?? 0
            let index = UInt64(first) + UInt64(number)
            let altered: [UInt8] = {
                var page = body
                // Its length, so that nothing after it parses, or a byte of what is sealed.
                page[isWithout ? middle.statement.lowerBound - 4 : middle.statement.lowerBound + 20] ^= 1
                return page
            }()
            try await Self.inTransaction(place) { session in
                _ = try session.query(
                    "UPDATE page SET body = $1 WHERE first = $2", [.bytes(altered), .integer(first)])
            }
            let storage = try await place.open()
            let check = try await house.open(on: storage).fsck()
            if isWithout {
                #expect(check.defects.contains { $0.kind == .storage && $0.place == index }, "\(check.defects)")
                await #expect(throws: LedgerError(.damaged, at: index)) {
                    try await storage.entries(from: UInt64(first), limit: 300)
                }
                #expect(try await storage.entries(from: 0, limit: Int(index)).count == Int(index))
                await #expect(throws: LedgerError.self) { try await storage.replaceStatements([UInt64(first): [1]]) }
            } else {
                #expect(check.defects.map(\.kind) == [.sealedStatement] && check.defects.first?.place == index)
                #expect(try await storage.entries(from: 0, limit: 999).count == 300)
            }
        }

        @Test("what does not belong to its page, its person or its key is found")
        func tampered() async throws {
            for (sql, kind) in [
                ("UPDATE person SET counter = counter + 1 WHERE id = 1", LedgerDefect.Kind.counter),
                ("UPDATE person SET last = last - 1 WHERE id = 1", .counter),
                ("UPDATE request SET idx = idx + 1 WHERE idx = 7", .idempotency),
                ("DELETE FROM request WHERE idx = 9", .idempotency),
                ("INSERT INTO request VALUES ('\\x77', 5)", .idempotency),
                ("DELETE FROM page WHERE first = (SELECT max(first) FROM page WHERE first < 200)", .entryMissing),
            ] {
                let (place, house) = try await Self.filled()
                try await place.tamper(sql)
                let check = try await house.open(on: place.open()).fsck()
                #expect(check.defects.contains { $0.kind == kind }, "\(sql): \(check.defects)")
            }
        }
    }
#endif
