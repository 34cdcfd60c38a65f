import RecordTypes

/// Subjects already judged, by certificate fingerprint: bounded, the longest unused leaving first.
///
/// Only acceptances are kept. A refusal costs its sender a handshake and is worked out anew.
struct VerdictCache {
    private struct Entry {
        let subject: VouchedSubject
        let judged: Instant
        let expires: Instant
        var lastUsed: UInt64
    }

    private var entries: [CertificateFingerprint: Entry] = [:]
    private var uses: UInt64 = 0
    let capacity: Int

    init(capacity: Int) { self.capacity = max(capacity, 1) }

    /// Nil when absent, expired, or when the clock now stands before the judgement.
    mutating func subject(of fingerprint: CertificateFingerprint, now: Instant) -> VouchedSubject? {
        guard let entry = entries[fingerprint] else { return nil }
        guard entry.judged <= now, now < entry.expires else {
            entries[fingerprint] = nil
            return nil
        }
        uses += 1
        entries[fingerprint]?.lastUsed = uses
        return entry.subject
    }

    mutating func keep(
        _ subject: VouchedSubject, of fingerprint: CertificateFingerprint, judged: Instant, expires: Instant
    ) {
        uses += 1
        entries[fingerprint] = Entry(subject: subject, judged: judged, expires: expires, lastUsed: uses)
        if entries.count > capacity { makeRoom() }
    }

    mutating func removeAll() { entries.removeAll() }

    var count: Int { entries.count }

    /// Drops the older half by use: sorting now and then costs less than a list kept in order on every look-up.
    private mutating func makeRoom() {
        let uses = entries.values.map(\.lastUsed).sorted()
        let median = uses[uses.count / 2]
        entries = entries.filter { $0.value.lastUsed >= median }
    }
}
