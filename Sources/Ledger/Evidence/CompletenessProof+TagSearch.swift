internal import TransparencyLog

/// Who answers for the entries whose tags begin with some bytes: a mirror (``Mirror/entries(tagPrefix:)``), here or across the network.
public protocol TagSearching: Sendable {
    /// - Parameter prefix: 2 to 16 bytes.
    func entries(tagPrefix prefix: [UInt8]) async throws -> [(index: UInt64, entry: [UInt8])]
}

extension Mirror: TagSearching {}

extension CompletenessProof {
    /// How many counts beyond the proof's last a mirror is asked for.
    public static let tagSearchDepth: UInt64 = 16

    /// Asks a mirror for the tags of the counts that would follow the proof's last: one that stands below the proof's checkpoint was hidden, one
    /// beyond it came later. Needs no gateway, and not the whole log.
    ///
    /// The mirror is asked with the first two bytes of each tag, so that it does not learn whose they are: it answers with one in 65,536 of
    /// all entries. What it leaves out nobody sees here; ask another mirror, or search the whole log (``search(_:progress:)``).
    /// - Throws: what the mirror fails with.
    public func searchTags(of mirror: some TagSearching) async throws -> VerificationReport {
        var report = VerificationReport()
        guard let own = try? Checkpoint(text: checkpoint.text), let year = tagKeys.keys.max() else {
            report.add(.fail, "tags", "the proof has no key to make them with")
            return report
        }
        let last = UInt64(items.count)
        var later = 0
        for counter in last + 1...last + Self.tagSearchDepth {
            guard let tag = tag(counter: counter, year: year) else { continue }
            for (index, bytes) in try await mirror.entries(tagPrefix: Array(tag.prefix(2))) {
                guard let entry = try? LedgerEntry(bytes: bytes), entry.tag == tag else { continue }
                if index < own.size {
                    report.add(.fail, "tags", "entry \(index) is number \(counter) of this person, and was left out")
                } else {
                    later += 1
                }
            }
        }
        if report.lines.isEmpty {
            report.add(
                .ok, "tags", "the mirror has none of \(last + 1) to \(last + Self.tagSearchDepth) below \(own.size)")
        }
        if later > 0 { report.add(.notApplicable, "tags", "\(later) entries came after the proof was made") }
        return report
    }
}
