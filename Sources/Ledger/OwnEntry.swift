internal import Crypto
public import RecordTypes
@_spi(KeyBytes) internal import Sealing
public import TransparencyLog

/// Everything about one entry that the person concerned may have: enough to check it with nothing but the log's key.
public struct OwnEntry: Hashable, Sendable {
    public let index: UInt64
    /// The person's own count of entries.
    public let counter: UInt64
    public let time: Instant
    /// The entry as it stands in the log.
    public let entry: [UInt8]
    public let statement: [UInt8]
    /// 36 bytes: see ``LedgerReceipt/verify(statement:envelope:tagKey:logs:policy:)``.
    public let envelope: [UInt8]
    /// Nil until a published checkpoint covers the entry.
    public let receipt: LedgerReceipt?

    /// The calendar year (UTC) whose key made the entry's tag.
    public var year: Int64 { time.year }
}

extension Ledger {
    /// An entry with all that opens it, for the person whom it concerns; the caller has made sure of that.
    /// - Throws: `erased` where the person's key is gone.
    public func ownEntry(at index: UInt64) async throws -> OwnEntry {
        let stored = try await entry(at: index)
        let (statement, opening) = try await open(stored)
        return OwnEntry(
            index: index, counter: opening.envelope.counter, time: opening.envelope.time, entry: stored.entry,
            statement: statement, envelope: opening.envelope.bytes, receipt: try await receipt(index: index))
    }

    /// The key that makes a person's tags in one year. It shows their entries of that year, and tells nothing about any other.
    public func tagKey(of subject: LedgerIdentity, inYear year: Int64) async throws -> [UInt8] {
        try await people.sealer(for: subject, inYear: year).tags.keyBytes
    }
}

extension LedgerReceipt {
    /// ``verify(statement:logs:policy:)``, and besides: the envelope is what the entry commits to, and the entry's tag is the person's own, made
    /// by the year's key from the count in the envelope.
    public func verify(
        statement: [UInt8], envelope: [UInt8], tagKey: [UInt8], logs: [VerifierKey], policy: TlogPolicy?
    ) -> VerificationReport {
        var report = verify(statement: statement, logs: logs, policy: policy)
        let opened = opening.map { Digest.sha256(envelope) == $0.envelopeDigest } ?? false
        report.lines.append(
            .init(
                opened ? .ok : .fail, "envelope",
                opened ? "is what the entry commits to" : "is not what the entry commits to"))
        let layout = try? LedgerEntry(bytes: entry)
        guard let counter = Envelope(bytes: envelope)?.counter, counter > 0, let layout else {
            report.lines.append(.init(.fail, "tag", "the envelope names nobody"))
            return report
        }
        let code = HMAC<SHA256>.authenticationCode(
            for: Array("HL1/tag".utf8) + BigEndian.bytes(counter), using: SymmetricKey(data: tagKey))
        let isOwn = Array(code.prefix(LedgerEntry.tagLength)) == layout.tag
        report.lines.append(
            .init(
                isOwn ? .ok : .fail, "tag",
                isOwn ? "is the person's own, number \(counter)" : "is not the one that the year's key makes"))
        return report
    }
}
