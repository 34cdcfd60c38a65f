import Identity
public import RecordIndex
import RecordStore
public import RecordTypes

/// Records whose contents may be searched, newest first, and where the next ones start.
public struct ContentsPage: Sendable {
    public struct Opened: Sendable {
        public let entry: RegistryEntry
        public let parts: BundleParts
    }

    public let records: [Opened]
    /// The place behind the last record that was looked at; nil when there is nothing more for this reader.
    public let next: RecordPosition?
    /// Whether a record is missing here because its store no longer holds what was anchored.
    public let isDamaged: Bool
}

extension Gateway {
    /// The contents of some of a person's records, for a search in them: decided and logged like any look, before a store is asked.
    ///
    /// What the search then finds in them is not known yet when it is logged: the event names every record that was looked into.
    /// What is erased is passed over; what is damaged is put on the ledger and passed over.
    /// - Parameter limit: records of the page, found or not.
    public func searchContents(
        of patient: PersonIdentifier, after position: RecordPosition?, limit: Int, as reader: Reader, requestID: String
    ) async throws(GatewayError) -> ContentsPage {
        let start = ContinuousClock.now
        let found = try await loggedSearch(
            .searchContents, patient: patient, after: position, limit: limit, as: reader, requestID: requestID)
        guard !found.entries.isEmpty else {
            await holdBack(since: start)
            return ContentsPage(records: [], next: nil, isDamaged: false)
        }
        var records: [ContentsPage.Opened] = []
        var isDamaged = false
        for entry in found.entries {
            do throws(GatewayError) {
                records.append(ContentsPage.Opened(entry: entry, parts: try await intactParts(entry.description)))
            } catch {
                switch error.code {
                case .notFound: continue
                case .payloadDamaged: isDamaged = true
                default: throw error
                }
            }
        }
        return ContentsPage(records: records, next: found.next, isDamaged: isDamaged)
    }
}
