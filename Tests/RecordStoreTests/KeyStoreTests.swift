import Foundation
import GatewayTesting
import KeyStore
import RecordTypes
@_spi(KeyBytes) import Sealing
import Testing

@Suite("The key store")
struct KeyStoreTests {
    let person = KeyScope.person(TestDocuments.subject)
    let record = KeyScope.record(TestDocuments.document(1).description.id, TestDocuments.hospital)

    @Test("a key is made once and is the same after opening again")
    func stable() async throws {
        let site = try Site()
        var made: [[UInt8]] = []
        for _ in 0..<2 {
            let keys = try await site.open().keys
            for scope in [person, record] { made.append(try await keys.key(for: scope).bytes) }
        }
        #expect(made[0] == made[2] && made[1] == made[3] && made[0] != made[1])
    }

    @Test("a key that was never made is not there")
    func absent() async throws {
        let site = try Site()
        let keys = try await site.open().keys
        #expect(try await keys.existingKey(for: person)?.bytes == nil)
        try await keys.erase(person)
        #expect(try await keys.existingKey(for: person)?.bytes == nil)
    }

    @Test("many at once get one key")
    func oneForMany() async throws {
        let site = try Site()
        let keys = try await site.open().keys
        let scope = person
        let made = try await withThrowingTaskGroup(of: [UInt8].self) { group in
            for _ in 0..<40 { group.addTask { try await keys.key(for: scope).bytes } }
            var made: Set<[UInt8]> = []
            for try await key in group { made.insert(key) }
            return made
        }
        #expect(made.count == 1)
    }

    @Test("the same record of two institutions has two keys")
    func scopes() async throws {
        let site = try Site()
        let keys = try await site.open().keys
        let id = TestDocuments.document(1).description.id
        let ours = try await keys.key(for: .record(id, TestDocuments.hospital)).bytes
        #expect(try await keys.key(for: .record(id, TestDocuments.laboratory)).bytes != ours)
    }

    @Test("a small cache forgets nothing that is stored")
    func smallCache() async throws {
        let site = try Site()
        let keys = try await site.open(cacheCapacity: 2).keys
        let scopes = (0..<20).map { KeyScope.record(TestDocuments.document($0).description.id, TestDocuments.hospital) }
        var made: [[UInt8]] = []
        for scope in scopes { made.append(try await keys.key(for: scope).bytes) }
        for (scope, key) in zip(scopes, made) {
            #expect(try await keys.existingKey(for: scope)?.bytes == key)
            #expect(try await keys.key(for: scope).bytes == key)
        }
    }

    @Test("after an erasure there is no key, and a new one is another")
    func erasing() async throws {
        let site = try Site()
        let keys = try await site.open().keys
        let old = try await keys.key(for: person).bytes
        let other = try await keys.key(for: record).bytes
        try await keys.erase(person)
        #expect(try await keys.existingKey(for: person)?.bytes == nil)
        #expect(try await keys.existingKey(for: record)?.bytes == other)
        let new = try await keys.key(for: person).bytes
        #expect(new != old)
        #expect(
            try await site.open().keys.existingKey(for: person)?.bytes == new,
            "replaying the old erasure does not touch the new key")
    }

    @Test("a restored backup of the key database brings no erased key back, and takes no new one")
    func restoredBackup() async throws {
        let site = try Site()
        let kept: [UInt8]
        do {
            let keys = try await site.open().keys
            _ = try await keys.key(for: person)
            kept = try await keys.key(for: record).bytes
        }
        let backup = try site.backUp([site.keyDatabase])
        do { try await site.open().keys.erase(person) }
        try site.restore(backup, of: [site.keyDatabase])
        let keys = try await site.open().keys
        #expect(try await keys.existingKey(for: person)?.bytes == nil)
        #expect(try await keys.existingKey(for: record)?.bytes == kept)
        _ = try await keys.key(for: person)
        #expect(try await keys.existingKey(for: person)?.bytes != nil)
    }

    @Test("an erasure that was only journalled is finished at opening, as after a crash")
    func crashBetweenJournalAndDeletion() async throws {
        let site = try Site()
        do { _ = try await site.open().keys.key(for: person) }
        let beforeErasure = try site.backUp([site.keyDatabase])
        do { try await site.open().keys.erase(person) }
        // The journal has it; the database does not yet.
        try site.restore(beforeErasure, of: [site.keyDatabase])
        #expect(try await site.open().keys.existingKey(for: person)?.bytes == nil)
    }

    @Test("an older journal is completed from the database")
    func olderJournal() async throws {
        let site = try Site()
        do { _ = try await site.open().keys.key(for: person) }
        let database = try site.backUp([site.keyDatabase])
        let journal = try Data(contentsOf: URL(fileURLWithPath: site.journal))
        do { try await site.open().keys.erase(person) }
        try journal.write(to: URL(fileURLWithPath: site.journal))
        do { _ = try await site.open() }
        try site.restore(database, of: [site.keyDatabase])
        #expect(try await site.open().keys.existingKey(for: person)?.bytes == nil)
    }

    @Test("a journal cut short by a crash loses only the entry that was never acknowledged", arguments: [1, 7, 40, 47])
    func tornJournal(_ cut: Int) async throws {
        let site = try Site()
        let scopes = [person, record]
        do {
            let keys = try await site.open().keys
            for scope in scopes { _ = try await keys.key(for: scope) }
        }
        let database = try site.backUp([site.keyDatabase])
        do {
            let keys = try await site.open().keys
            for scope in scopes { try await keys.erase(scope) }
        }
        let journal = try Data(contentsOf: URL(fileURLWithPath: site.journal))
        try journal.dropLast(cut).write(to: URL(fileURLWithPath: site.journal))
        try site.restore(database, of: [site.keyDatabase])
        let keys = try await site.open().keys
        #expect(try await keys.existingKey(for: person)?.bytes == nil)
        #expect(try await keys.existingKey(for: record)?.bytes != nil)
        try await keys.erase(record)
        #expect(try await site.open().keys.existingKey(for: record)?.bytes == nil)
    }

    @Test("a journal damaged before its end is refused", arguments: [0, 5, 16, 30, 50, 60])
    func damagedJournal(_ at: Int) async throws {
        let site = try Site()
        do {
            let keys = try await site.open().keys
            for scope in [person, record] {
                _ = try await keys.key(for: scope)
                try await keys.erase(scope)
            }
        }
        var journal = try Data(contentsOf: URL(fileURLWithPath: site.journal))
        try #require(journal.count == 16 + 2 * 48)
        journal[at] ^= 1
        try journal.write(to: URL(fileURLWithPath: site.journal))
        await #expect(throws: KeyStoreError.journalDamaged) { try await site.open() }
    }

    @Test("neither erased nor living keys, nor whose they are, stand in the files")
    func nothingPlain() async throws {
        let site = try Site()
        let keys = try await site.open().keys
        let erased = try await keys.key(for: record).bytes
        let living = try await keys.key(for: person).bytes
        let before = try site.allFiles()
        let wrapped = try #require(before["keys.sqlite-wal"])
        try await keys.erase(record)
        for (name, content) in try site.allFiles() where name.hasPrefix("keys.sqlite") || name == "erasures.log" {
            for secret in [erased, living, TestDocuments.subject.bytes, TestDocuments.document(1).description.id.bytes]
            {
                #expect(content.range(of: Data(secret)) == nil, "in \(name)")
            }
        }
        #expect(!wrapped.isEmpty)
        let log = try site.allFiles()["keys.sqlite-wal"]
        #expect(log?.isEmpty != false, "the write-ahead log is cut after an erasure")
    }

    @Test("a key altered in the database is refused")
    func alteredKey() async throws {
        let site = try Site()
        do { _ = try await site.open().keys.key(for: person) }
        try site.tamper(site.keyDatabase, "UPDATE data_key SET generation = generation + 1")
        let keys = try await site.open().keys
        await #expect(throws: KeyStoreError.wrappedKeyDamaged) { try await keys.existingKey(for: person) }
        await #expect(throws: KeyStoreError.wrappedKeyDamaged) { try await keys.key(for: person) }
    }

    @Test("without the institution's key file its documents' keys do not open")
    func missingInstitutionKey() async throws {
        let site = try Site()
        do { _ = try await site.open().keys.key(for: record) }
        try FileManager.default.removeItem(atPath: site.folder + "/institutions/\(TestDocuments.hospital).key")
        let keys = try await site.open().keys
        await #expect(throws: KeyStoreError.wrappingKeyAbsent) { try await keys.existingKey(for: record) }
        await #expect(throws: KeyStoreError.wrappedKeyDamaged) { try await keys.key(for: record) }
    }
}
