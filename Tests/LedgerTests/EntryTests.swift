import RecordTypes
import Testing

@testable import Ledger

@Suite("The entry HL1")
struct EntryTests {
    let entry = LedgerEntry(
        kind: .consent, bucket: 0x0102_0304, submitter: .gateway, tag: Array(repeating: 1, count: 16),
        previous: Array(repeating: 2, count: 16), commitment: .sha256([3]))

    @Test("it is read and printed alike, at documented places")
    func roundTrip() throws {
        let bytes = entry.bytes
        #expect(bytes.count == 82)
        #expect(bytes[0..<10] == [0x48, 0x4C, 0x31, 0, 3, 1, 1, 2, 3, 4])
        #expect(try LedgerEntry(bytes: bytes) == entry)
        #expect(try LedgerEntry(bytes: bytes).bytes == bytes)
    }

    @Test("another length, magic, kind or algorithm is refused at its byte")
    func refusals() throws {
        let cases: [([UInt8], UInt64)] = [
            ([], 0), (Array(entry.bytes.dropLast()), 81), (entry.bytes + [0], 83),
            (entry.bytes.replacing(0, with: 0), 0), (entry.bytes.replacing(3, with: 1), 0),
            (entry.bytes.replacing(4, with: 0), 4), (entry.bytes.replacing(4, with: 10), 4),
            (entry.bytes.replacing(5, with: 2), 5),
        ]
        for (bytes, place) in cases {
            do {
                _ = try LedgerEntry(bytes: bytes)
                Issue.record("accepted")
            } catch {
                #expect(error == LedgerError(.malformedEntry, at: place))
            }
        }
    }

    @Test("the bucket is a quarter of an hour")
    func buckets() {
        #expect(LedgerEntry.bucket(of: Instant(seconds: 899)) == 0)
        #expect(LedgerEntry.bucket(of: Instant(seconds: 900)) == 1)
        #expect(LedgerEntry.bucket(of: Instant(seconds: -5)) == 0)
        #expect(LedgerEntry.bucket(of: Instant(milliseconds: .max)) == .max)
    }

    @Test("openings are read and printed alike")
    func openings() {
        let envelope = Envelope(counter: 7, time: Instant(milliseconds: 1_780_000_000_123), identity: Array(0..<20))
        #expect(Envelope(bytes: envelope.bytes) == envelope)
        #expect(envelope.bytes.count == 36)
        #expect(Envelope(bytes: Array(repeating: 255, count: 36)) == nil)
        #expect(Envelope(bytes: []) == nil)
        for request: [UInt8]? in [nil, Array(repeating: 9, count: 32)] {
            let opening = SealedOpening(salt: Array(repeating: 5, count: 32), envelope: envelope, request: request)
            #expect(SealedOpening(bytes: opening.bytes) == opening)
            let commitment = opening.commitment(to: [1, 2, 3])
            #expect(CommitmentOpening(bytes: commitment.bytes) == commitment)
        }
        #expect(SealedOpening(bytes: Array(repeating: 0, count: 69)) == nil)
        #expect(CommitmentOpening(bytes: Array(repeating: 0, count: 95)) == nil)
    }

    @Test("random bytes never trap")
    func randomBytes() {
        for length in 0..<200 {
            let bytes = SecureRandom.bytes(length)
            #expect(bytes.count == length)
            _ = try? LedgerEntry(bytes: bytes)
            _ = Envelope(bytes: bytes)
            _ = SealedOpening(bytes: bytes)
            _ = CommitmentOpening(bytes: bytes)
        }
    }
}

extension Array where Element == UInt8 {
    fileprivate func replacing(_ place: Int, with byte: UInt8) -> [UInt8] {
        var copy = self
        copy[place] = byte
        return copy
    }
}
