import EmbeddedDatabase
import Foundation
import GRDB
import Testing

/// The disk fails under an open database: its write-ahead log's descriptors are made to lead elsewhere.
@Suite("A failing disk")
struct DiskFailureTests {
    /// Makes every descriptor of the test's log lead to `device`; gives back what restores them.
    private func divert(_ test: TestDatabase, to device: String, _ flags: Int32) throws -> [(
        descriptor: Int32, saved: Int32
    )] {
        let log = test.path + "-wal"
        let descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap(Int32.init)
            .filter { (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")) == log }
        var diverted: [(Int32, Int32)] = []
        for descriptor in descriptors {
            let saved = dup(descriptor)
            // The path is borrowed for the call only.
            let other = unsafe open(device, flags)
            let isDiverted = other >= 0 && dup2(other, descriptor) == descriptor
            try #require(isDiverted)
            close(other)
            diverted.append((descriptor, saved))
        }
        try #require(!diverted.isEmpty)
        return diverted
    }

    private func restore(_ diverted: [(descriptor: Int32, saved: Int32)]) {
        for (descriptor, saved) in diverted {
            dup2(saved, descriptor)
            close(saved)
        }
    }

    @Test(
        "after a failed write or flush nothing more is written, and opening again finds what was acknowledged",
        arguments: [("write", O_RDONLY), ("fsync", O_RDWR)])
    func poisons(_ name: String, _ flags: Int32) async throws {
        let test = try await TestDatabase()
        try await test.add(1)
        let diverted = try divert(test, to: "/dev/null", flags)
        let failure = await #expect(throws: DatabaseError.self) { try await test.add(2) }
        #expect(failure?.resultCode == .SQLITE_IOERR)
        #expect(test.database.commits.isPoisoned)
        await #expect(throws: EmbeddedDatabaseError.self) { try await test.add(3) }
        restore(diverted)
        await #expect(throws: EmbeddedDatabaseError.self, "not even when the disk seems well again") {
            try await test.add(4)
        }

        let copy = try copied(test)
        let again = try await EmbeddedDatabase.open(path: copy, migrations: TestDatabase.migrations)
        #expect(try await again.read { try Int.fetchAll($0, sql: "SELECT number FROM note") } == [1])
        #expect(try await again.integrityFaults() == [])
    }

    @Test("a full disk refuses the write and stays usable: reads go on, and writes when there is space")
    func fullDisk() async throws {
        let test = try await TestDatabase()
        try await test.add(1)
        // What is read stands in the database file, then: /dev/full reads as zeros.
        try await test.database.truncateLog()
        let diverted = try divert(test, to: "/dev/full", O_RDWR)
        let failure = await #expect(throws: DatabaseError.self) { try await test.add(2) }
        #expect(failure?.resultCode == .SQLITE_FULL)
        restore(diverted)
        #expect(!test.database.commits.isPoisoned)
        #expect(try await test.numbers() == [1])
        try await test.add(3)
        #expect(try await test.numbers() == [1, 3])
    }

    /// The files as a crash would leave them.
    private func copied(_ test: TestDatabase) throws -> String {
        for suffix in ["", "-wal"] {
            try FileManager.default.copyItem(atPath: test.path + suffix, toPath: test.folder + "/copy.sqlite" + suffix)
        }
        return test.folder + "/copy.sqlite"
    }
}
