public import FHIR
import Identity
import PatientSummary
import RecordIndex
public import RecordTypes

extension Gateway {
    /// Into how many records a summary looks at most: the newest.
    public static let summaryLimit = 200

    /// A summary of what this reader may see of a person, as a FHIR document (IPS `$summary`).
    ///
    /// Decided and logged as one search in contents, before a store is asked. Somebody unknown, somebody without records and somebody whose records are
    /// all closed give the same summary: one in which nothing is known.
    /// - Parameter identifier: how the reader named the person; it stands in the summary where no record says more.
    /// - Returns: the document, and whether a record is missing in it because what is stored of it no longer matches what was anchored.
    public func summary(
        of person: SearchedPerson, named identifier: Identifier, as reader: Reader, requestID: String
    ) async throws -> (document: Bundle, isDamaged: Bool) {
        var records: [SummarizedRecord] = []
        var ids: [RecordID] = []
        let names = names(for: reader)
        let page = try await searchContents(
            of: person, after: nil, limit: Self.summaryLimit, as: reader, requestID: requestID
        ) { record in
            ids.append(record.entry.description.id)
            records.append(SummarizedRecord(record.entry.description.name(names), record.parts))
            return true
        }
        let now = clock()
        let document = try PatientSummary(of: records).bundle(
            named: self.records.summaryName(of: person.identity, ids, for: reader, at: now), of: identifier, at: now,
            isPartial: page.next != nil)
        return (document, page.isDamaged)
    }
}
