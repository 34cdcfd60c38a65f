import Identity
public import RecordIndex
import RecordStore
public import RecordTypes

/// A record whose content may be searched.
public struct OpenedRecord: Sendable {
    public let entry: RegistryEntry
    public let parts: BundleParts
}

/// How far a search in contents came.
public struct ContentsPage: Sendable {
    /// The place behind the last record that was looked at; nil when there is nothing more for this reader, and when the search was
    /// stopped.
    public let next: RecordPosition?
    /// Whether a record is missing here because its store no longer holds what was anchored.
    public let isDamaged: Bool
}

extension Gateway {
    /// The contents of some of a person's records, for a search in them: decided and logged like any look, before a store is asked.
    ///
    /// What the search then finds in them is not known yet when it is logged: the event names every record that was looked into.
    /// What is erased is passed over; what is damaged is put on the ledger and passed over.
    /// - Parameters:
    ///   - limit: records that are looked into, found or not.
    ///   - matches: which records are looked into, by what the registry knows of them.
    ///   - look: given one record after the other, so that one is held at a time; false ends the search.
    public func searchContents(
        of person: SearchedPerson, after position: RecordPosition?, limit: Int, as reader: Reader,
        requestID: String, where matches: (RegistryEntry) -> Bool = { _ in true },
        _ look: (OpenedRecord) throws -> Bool
    ) async throws -> ContentsPage {
        let start = ContinuousClock.now
        let found = try await loggedSearch(
            .searchContents, of: person, after: position, limit: limit, as: reader, requestID: requestID,
            where: matches)
        guard !found.entries.isEmpty else {
            await holdBack(since: start)
            return ContentsPage(next: nil, isDamaged: false)
        }
        var isDamaged = false
        for entry in found.entries {
            let parts: BundleParts
            do throws(GatewayError) {
                parts = try await intactParts(entry.description)
            } catch {
                switch error.code {
                case .notFound: continue
                case .payloadDamaged: isDamaged = true
                default: throw error
                }
                continue
            }
            guard try look(OpenedRecord(entry: entry, parts: parts)) else {
                return ContentsPage(next: nil, isDamaged: isDamaged)
            }
        }
        return ContentsPage(next: found.next, isDamaged: isDamaged)
    }
}
