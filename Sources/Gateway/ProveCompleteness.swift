import AccessLog
import Identity
public import Ledger
public import RecordTypes
import Statements

/// What a person can hold against the public log: that none of their entries is missing as of a named checkpoint.
public struct CompletenessProof: Sendable {
    public let entries: PersonalEntries
    /// Ends in the last number, signed and anchored itself: what the gateway said cannot be unsaid.
    public let statement: [UInt8]
    public let receipt: LedgerReceipt?
}

extension Gateway {
    /// States the person's last number as of the newest checkpoint, anchors the statement, and gives what is needed to check it without us.
    ///
    /// The look is logged first and is among the entries. Waits for the checkpoint that covers it.
    public func proveCompleteness(
        of keeper: Keeper, requestID: String
    ) async throws(GatewayError) -> CompletenessProof {
        let subject = identities.identity(of: keeper.person)
        let reader = keeper.reader
        try await catchUpWithConsent()
        try allow(.log, to: keeper, at: clock())
        let promise = try await log(
            AccessEvent(
                time: clock(), action: .readAccessLog, outcome: .released, actor: reader.actor, purpose: reader.purpose,
                encounter: nil, basis: nil, subject: subject, records: [], requestID: requestID), by: reader)
        try await catchUpWithConsent(before: promise)
        return try await GatewayError.unavailableIfFailing {
            try await ledger.waitForCheckpoint(covering: promise.index, within: .seconds(20))
            guard let note = try await ledger.checkpoint(), let size = Self.size(of: note) else {
                throw GatewayError(.unavailable)
            }
            let numbers = try await accessLog.numbers(of: subject).filter { $0.index < size }
            var firstYear = CivilDate.year(of: clock())
            if let first = numbers.first {
                let oldest = try await ledger.statements(from: first.index, limit: 1).first
                firstYear = oldest.map { CivilDate.year(of: $0.time) } ?? firstYear
            }
            var keys: [Int64: [UInt8]] = [:]
            // The year before, too: an entry is tagged with the year in which it was begun.
            for year in firstYear - 1...CivilDate.year(of: clock()) {
                keys[year] = try await ledger.tagKey(of: subject, inYear: year)
            }
            let last = numbers.map(\.counter).max() ?? 0
            let entries = PersonalEntries(
                checkpoint: note, last: last,
                entries: numbers.map { PersonalEntries.Entry(counter: $0.counter, index: $0.index) }, keys: keys)
            let said = Statement.administration(
                "completeness-stated",
                detail: "last \(last) as of size \(size), checkpoint \(Digest.of(note).hex)")
            let stated = try await enter(said, about: subject, by: .gateway)
            try await ledger.waitForCheckpoint(covering: stated.index, within: .seconds(20))
            return CompletenessProof(
                entries: entries, statement: said.bytes, receipt: try await ledger.receipt(index: stated.index))
        }
    }

    private static func size(of note: [UInt8]) -> UInt64? {
        let lines = String(decoding: note, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        return lines.count > 2 ? UInt64(lines[1]) : nil
    }
}

extension CivilDate {
    fileprivate static func year(of instant: Instant) -> Int64 {
        fromDays(instant.seconds >= 0 ? instant.seconds / 86_400 : (instant.seconds - 86_399) / 86_400).year
    }
}
