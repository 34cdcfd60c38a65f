import Foundation
import GatewayTesting
import KeyStore
import RecordStore
import RecordTypes
import Sealing
import Testing

@Suite("An institution's store on disk")
struct SQLiteRecordStoreTests {
    let document = TestDocuments.document(1)
    var id: RecordID { document.description.id }

    /// A closed store with one document in it.
    private func filledSite() async throws -> Site {
        let site = try Site()
        #expect(try await site.open().store().putIfAbsent(document, statement: [1, 2]) == .stored)
        return site
    }

    @Test("what was put is there after opening again")
    func survivesClosing() async throws {
        let site = try await filledSite()
        let store = try await site.open().store()
        #expect(try await store.source(of: id) == document.source)
        #expect(try await store.parts(of: id) == document.parts)
        #expect(try await store.issues(of: id) == document.issues)
        #expect(
            try await store.pending(limit: 9)
                == [PendingRecord(id: id, subject: TestDocuments.subject, statement: [1, 2])])
        #expect(try await store.putIfAbsent(document, statement: []) == .present(.pending))
    }

    @Test("no personal code, name, title or text stands in any file")
    func nothingPlain() async throws {
        let site = try Site()
        let opened = try await site.open()
        let store = try await opened.store()
        for number in 0..<20 {
            _ = try await store.putIfAbsent(
                TestDocuments.document(number), statement: Array(TestDocuments.surname.utf8))
        }
        try await store.mark([(TestDocuments.document(3).description.id, .sequenced(1))])
        try await store.erase(TestDocuments.document(4).description.id)
        let markers = [
            TestDocuments.personalCode, TestDocuments.surname, "Epikriis", "kannatus", "ClinicalDocument",
            "urn:example", "2.999.1",
        ]
        let files = try site.allFiles()
        #expect(files.keys.contains { $0.hasSuffix(".sqlite") } && files.keys.contains { $0.hasSuffix("-wal") })
        for (name, content) in files {
            for marker in markers { #expect(content.range(of: Data(marker.utf8)) == nil, "\(marker) in \(name)") }
            #expect(content.range(of: Data(document.description.sourceDigest.bytes)) == nil, "source digest in \(name)")
            #expect(content.range(of: Data(TestDocuments.subject.bytes)) == nil, "ledger identity in \(name)")
        }
    }

    @Test(
        "what was changed behind our back is not served",
        arguments: [
            """
            UPDATE document SET source = CAST(substr(source, 1, 40)
                || CASE substr(source, 41, 1) WHEN x'00' THEN x'01' ELSE x'00' END || substr(source, 42) AS BLOB)
            """,
            "UPDATE document SET source = substr(source, 1, length(source) - 1)",
            "UPDATE document SET source = x''",
            "UPDATE document SET source = frame",
            "UPDATE document SET format = 'hl7v2'",
            "UPDATE document SET format = 'other'",
        ])
    func changedSource(_ sql: String) async throws {
        let site = try await filledSite()
        try site.tamper(site.storeDatabase, sql)
        let store = try await site.open().store()
        await #expect(throws: RecordStoreError.storedPayloadDamaged(id)) { try await store.source(of: id) }
        #expect(try await store.status(of: id) == .pending, "what is not touched still answers")
    }

    @Test(
        "a resource changed, taken away, added, exchanged or renamed is found",
        arguments: [
            "DELETE FROM resource WHERE position = 3",
            "DELETE FROM resource WHERE position = 0",
            "DELETE FROM resource",
            "INSERT INTO resource SELECT document, 4, type, payload FROM resource WHERE position = 3",
            "UPDATE resource SET type = 'Procedure' WHERE position = 2",
            "UPDATE resource SET position = position + 10",
            "UPDATE resource SET payload = (SELECT payload FROM resource WHERE position = 1) WHERE position = 2",
            "UPDATE resource SET payload = x'01' WHERE position = 2",
            "UPDATE document SET frame = source",
        ])
    func changedParts(_ sql: String) async throws {
        let site = try await filledSite()
        try site.tamper(site.storeDatabase, sql)
        let store = try await site.open().store()
        await #expect(throws: RecordStoreError.storedPayloadDamaged(id)) { try await store.parts(of: id) }
        #expect(try await store.source(of: id) == document.source)
    }

    @Test("documents exchanged with each other are found")
    func exchangedDocuments() async throws {
        let site = try await filledSite()
        let other = TestDocuments.document(2)
        _ = try await site.open().store().putIfAbsent(other, statement: [])
        try site.tamper(
            site.storeDatabase,
            """
            CREATE TEMP TABLE kept AS SELECT id, source, issues FROM document;
            UPDATE document SET source = (SELECT source FROM kept WHERE kept.id <> document.id),
                issues = (SELECT issues FROM kept WHERE kept.id <> document.id)
            """)
        let store = try await site.open().store()
        for id in [id, other.description.id] {
            await #expect(throws: RecordStoreError.storedPayloadDamaged(id)) { try await store.source(of: id) }
            await #expect(throws: RecordStoreError.storedPayloadDamaged(id)) { try await store.issues(of: id) }
        }
    }

    @Test("one flipped byte anywhere in the sealed source, in the file itself, is found")
    func flippedByteInTheFile() async throws {
        let site = try Site()
        let large = TestDocuments.document(9, size: 30_000)
        let id = large.description.id
        do {
            let store = try await site.open().store()
            #expect(try await store.putIfAbsent(large, statement: []) == .stored)
        }
        // An overflow page in the middle of the only large value.
        var file = try Data(contentsOf: URL(fileURLWithPath: site.storeDatabase))
        try #require(
            file.count > 60_000 && FileManager.default.contents(atPath: site.storeDatabase + "-wal")?.isEmpty != false)
        let original = file
        var found = 0
        for at in stride(from: original.count - 28_000, to: original.count - 2_000, by: 6_500) {
            file = original
            file[at] ^= 0x10
            try file.write(to: URL(fileURLWithPath: site.storeDatabase))
            let store = try await site.open().store()
            do {
                let source = try await store.source(of: id)
                #expect(source == large.source, "a flip outside of it changes nothing")
            } catch {
                #expect(error as? RecordStoreError == .storedPayloadDamaged(id))
                found += 1
            }
        }
        #expect(found > 0)
    }

    @Test("an erased document stays unreadable when every database is restored from a backup")
    func erasureSurvivesBackups() async throws {
        let site = try await filledSite()
        let databases = [site.keyDatabase, site.storeDatabase]
        let backup = try site.backUp(databases)
        do {
            let store = try await site.open().store()
            #expect(try await store.source(of: id) == document.source, "the backup is of something readable")
            try await store.erase(id)
            #expect(try await store.source(of: id) == nil)
        }
        try site.restore(backup, of: databases)
        let opened = try await site.open()
        let store = try await opened.store()
        #expect(try await opened.keys.existingKey(for: .record(id, TestDocuments.hospital)) == nil)
        await #expect(throws: RecordStoreError.keyErased(id)) { try await store.source(of: id) }
        await #expect(throws: RecordStoreError.keyErased(id)) { try await store.parts(of: id) }
        await #expect(throws: RecordStoreError.keyErased(id)) { try await store.issues(of: id) }
        await #expect(throws: RecordStoreError.keyErased(id)) { try await store.pendingRecord(id) }
        #expect(try await store.pending(limit: 9) == [])
        try await store.erase(id)
        #expect(try await store.status(of: id) == .erased)
        #expect(try await store.source(of: id) == nil)
    }

    @Test("without erasure a restored backup is readable: the test above tests the erasure")
    func backupsWork() async throws {
        let site = try await filledSite()
        let databases = [site.keyDatabase, site.storeDatabase]
        let backup = try site.backUp(databases)
        try site.restore(backup, of: databases)
        #expect(try await site.open().store().source(of: id) == document.source)
    }

    @Test("a document's sealed content is gone from the store's tables after erasure")
    func erasedRowsAreEmpty() async throws {
        let site = try await filledSite()
        try await site.open().store().erase(id)
        let store = try await site.open().store()
        #expect(try await store.parts(of: id) == nil)
        #expect(try await store.status(of: id) == .erased)
        #expect(
            try await store.putIfAbsent(
                TestDocuments.document(2, documentID: document.description.documentID), statement: [])
                == .stored, "an erased identifier can be used again")
    }

    @Test("two institutions may use one document identifier, and one source twice")
    func institutionsAreApart() async throws {
        let site = try Site()
        let opened = try await site.open()
        let laboratory = try await opened.store(TestDocuments.laboratory)
        let theirs = TestDocuments.document(1, institution: TestDocuments.laboratory)
        #expect(try await opened.store().putIfAbsent(document, statement: []) == .stored)
        #expect(try await laboratory.putIfAbsent(theirs, statement: []) == .stored)
        #expect(try await laboratory.source(of: id) == nil)
        #expect(try opened.stores.allInstitutions() == [TestDocuments.hospital, TestDocuments.laboratory])
    }

    @Test("hundreds of documents at once are all stored once")
    func manyAtOnce() async throws {
        let site = try Site()
        let store = try await site.open().store()
        let outcomes = try await withThrowingTaskGroup(of: PutOutcome.self) { group in
            for number in 0..<300 {
                group.addTask { try await store.putIfAbsent(TestDocuments.document(number % 100), statement: []) }
            }
            var outcomes: [PutOutcome] = []
            for try await outcome in group { outcomes.append(outcome) }
            return outcomes
        }
        #expect(outcomes.count(where: { $0 == .stored }) == 100)
        #expect(try await store.pending(limit: 1000).count == 100)
    }
}
