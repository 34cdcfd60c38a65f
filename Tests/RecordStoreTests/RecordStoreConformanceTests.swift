import GatewayTesting
import RecordStore
import RecordTypes
import Sealing
import Testing

@Suite("Every record store")
struct RecordStoreConformanceTests {
    @Test("in memory")
    func inMemory() async throws {
        try await RecordStoreConformance.check(InMemoryRecordStore(institution: TestDocuments.hospital))
    }

    @Test("in SQLite, with the key store")
    func sqlite() async throws {
        let site = try Site()
        try await RecordStoreConformance.check(site.open().store())
    }

    @Test("in SQLite, with keys in memory")
    func sqliteWithKeysInMemory() async throws {
        let site = try Site()
        let store = try SQLiteRecordStore(
            path: site.folder + "/one.sqlite", institution: TestDocuments.hospital, keys: InMemoryDataKeys(),
            indexKey: .random())
        try await RecordStoreConformance.check(store)
    }

    @Test("behind a store that fails on demand, while it is not told to")
    func failing() async throws {
        try await RecordStoreConformance.check(
            FailingRecordStore(InMemoryRecordStore(institution: TestDocuments.hospital)))
    }

    @Test(
        "a failure before leaves nothing, a failure after leaves everything; again is right in both",
        arguments: FailingRecordStore.Moment.allCases)
    func failuresOnDemand(_ moment: FailingRecordStore.Moment) async throws {
        let store = FailingRecordStore(InMemoryRecordStore(institution: TestDocuments.hospital))
        let document = TestDocuments.document(1)
        store.fail(.put, moment)
        await #expect(throws: FailingRecordStore.Failure.self) { try await store.putIfAbsent(document, statement: [1]) }
        #expect(try await store.status(of: document.description.id) == (moment == .before ? nil : .pending))
        #expect(
            try await store.putIfAbsent(document, statement: [1]) == (moment == .before ? .stored : .present(.pending)))
        store.fail(.source, moment, times: 2)
        for _ in 0..<2 {
            await #expect(throws: FailingRecordStore.Failure.self) {
                try await store.source(of: document.description.id)
            }
        }
        #expect(try await store.source(of: document.description.id) == document.source)
    }
}
