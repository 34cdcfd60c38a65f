import Foundation
import GatewayTesting
import RecordStore
import RecordTypes
import Testing

@Suite("The institutions' stores")
struct RecordStoresTests {
    private func institution(_ number: Int) throws -> InstitutionID {
        try #require(InstitutionID("NTREE-2000000\(number)"))
    }

    @Test("no more databases are open than allowed, and closed ones open again with what they held")
    func capped() async throws {
        let site = try Site()
        let stores = try await site.open(capacity: 3).stores
        for round in 0..<3 {
            for number in 0..<8 {
                let id = try institution(number)
                let document = TestDocuments.document(number, institution: id)
                let outcome = try await stores.store(of: id).putIfAbsent(document, statement: [])
                #expect(outcome == (round == 0 ? .stored : .present(.pending)))
                #expect(stores.openCount <= 3)
            }
        }
        #expect(try stores.allInstitutions().count == 8)
    }

    @Test("a store in use is not closed, and is not opened twice")
    func inUse() async throws {
        let site = try Site()
        let stores = try await site.open(capacity: 1).stores
        let held = try await stores.store(of: institution(0))
        for number in 1..<5 { _ = try await stores.store(of: institution(number)) }
        let document = TestDocuments.document(1, institution: try institution(0))
        #expect(try await held.putIfAbsent(document, statement: []) == .stored)
        let again = try await stores.store(of: institution(0))
        #expect(held as AnyObject === again as AnyObject)
        #expect(stores.openCount == 1)
    }

    @Test("many at once open one database")
    func openedOnce() async throws {
        let site = try Site()
        let stores = try await site.open().stores
        let id = try institution(0)
        let opened = try await withThrowingTaskGroup(of: ObjectIdentifier.self) { group in
            for _ in 0..<32 { group.addTask { ObjectIdentifier(try await stores.store(of: id) as AnyObject) } }
            var opened: Set<ObjectIdentifier> = []
            for try await one in group { opened.insert(one) }
            return opened
        }
        #expect(opened.count == 1)
    }

    @Test("other files in the folder are no institutions")
    func otherFiles() async throws {
        let site = try Site()
        let stores = try await site.open().stores
        _ = try await stores.store(of: institution(0))
        for name in ["notes.sqlite", "NTREE-1.txt", ".sqlite", "NTREE-30000000.sqlite-wal"] {
            try Data().write(to: URL(fileURLWithPath: site.folder + "/stores/" + name))
        }
        #expect(try stores.allInstitutions() == [institution(0)])
    }
}
