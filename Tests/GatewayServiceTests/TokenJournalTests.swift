import Foundation
import Identity
import RecordTypes
import Sealing
import Testing

@testable import GatewayService

/// Uses of actor tokens outlive the process that saw them.
@Suite("Token journal")
struct TokenJournalTests {
    private let now = Instant(seconds: 1_772_366_400)
    private let key = SealingKey.random()

    private func use(_ id: String, issued: Int = 0, end: Int = 300, by issuer: String = "NTREE-90000015") throws
        -> TokenUse
    {
        TokenUse(
            issuer: try #require(InstitutionID(issuer)), identifier: id, issued: now.advanced(by: .seconds(issued)),
            end: now.advanced(by: .seconds(end)))
    }

    @Test("a use is known after a new start, with its issuer and until it expires, also behind a torn record")
    func restart() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/tokens.used"
        do {
            let journal = try TokenJournalFile(path: path, key: key, now: now)
            #expect(!journal.knows(try use("token-1"), now: now))
            try journal.write(try use("token-1"), now: now)
            try journal.write(try use("token-2", end: 10), now: now)
        }
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        file.seekToEndOfFile()
        file.write(Data([1, 2, 3]))
        try file.close()
        let later = now.advanced(by: .seconds(20))
        let next = try TokenJournalFile(path: path, key: key, now: later)
        #expect(next.knows(try use("token-1"), now: later))
        #expect(!next.knows(try use("token-1", by: "NTREE-90000021"), now: later))
        #expect(!next.knows(try use("token-2", end: 10), now: later), "it has expired and is refused for that")
        #expect(!next.knows(try use("token-3"), now: later))
        let content = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(content.range(of: Data("token-1".utf8)) == nil, "names are keyed")
    }

    @Test("after a power cut, or with a file that nobody can read, what was issued before is refused")
    func powerCut() throws {
        for content in ["ankur-tokens-1 another-boot\n", "garbage"] {
            let folder = try TemporaryFolder()
            let path = folder.path + "/tokens.used"
            try Data(content.utf8).write(to: URL(fileURLWithPath: path))
            let journal = try TokenJournalFile(path: path, key: key, now: now)
            #expect(journal.knows(try use("token-1", issued: 0), now: now), "\(content)")
            #expect(journal.knows(try use("token-1", issued: 30), now: now), "a clock may be so far ahead")
            #expect(!journal.knows(try use("token-1", issued: 31), now: now))
        }
    }

    @Test("the register and the journal are for their owner alone")
    func permissions() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/tokens.used"
        let journal = try TokenJournalFile(path: path, key: key, now: now)
        try journal.write(try use("token-1"), now: now)
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    }
}
