import Identity
public import RecordIndex
public import RecordTypes

/// One record with everything that belongs to it.
public struct TakenRecord: Sendable {
    public let description: RecordDescription
    public let parts: BundleParts
    public let source: SourceDocument
    /// Where it stands on the ledger, with the receipt once it is anchored.
    public let status: SubmissionStatus
}

/// Taking everything away: logged in pages, before a store is asked; then one record after the other, so that memory does not grow with them.
extension Gateway {
    /// Some of the records that there are to take, newest first.
    public func recordsToTake(
        _ keeper: Keeper, after position: RecordPosition?, requestID: String
    ) async throws(GatewayError) -> RecordPage {
        let page = try await loggedSearch(
            .exportRecords, of: try person(keeper.person, askedBy: keeper.reader), after: position, limit: 200,
            as: keeper.reader, requestID: requestID)
        return RecordPage(entries: page.entries, next: page.next)
    }

    /// One of these records with its original and its receipt.
    /// - Parameter description: as ``recordsToTake(_:after:requestID:)`` gave it, and nobody else.
    /// - Throws: `notFound` for what is erased by now; `payloadDamaged`, which is put on the ledger first.
    public func take(_ description: RecordDescription) async throws(GatewayError) -> TakenRecord {
        TakenRecord(
            description: description, parts: try await intactParts(description),
            source: try await intactSource(description),
            status: try await status(description.id, in: description.institution))
    }
}
