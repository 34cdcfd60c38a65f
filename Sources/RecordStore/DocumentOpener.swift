internal import RecordTypes
internal import Sealing

/// Opens what ``SealedDocument`` sealed. Whatever does not open, or is not whole, is damage.
struct DocumentOpener {
    let id: RecordID
    let key: SealingKey

    func source(_ sealed: SealedDocument.SealedSource) throws(RecordStoreError) -> SourceDocument {
        let bytes = try open(sealed.bytes, DocumentPlaces(id: id).source(sealed.format))
        guard let format = SourceDocument.Format(rawValue: sealed.format) else { throw .storedPayloadDamaged(id) }
        return SourceDocument(format: format, bytes: bytes)
    }

    func issues(_ sealed: [UInt8]) throws(RecordStoreError) -> [Issue] {
        guard let issues = IssueCoding.issues(in: try open(sealed, DocumentPlaces(id: id).issues)) else {
            throw .storedPayloadDamaged(id)
        }
        return issues
    }

    func filing(_ sealed: [UInt8]) throws(RecordStoreError) -> PendingRecord {
        let bytes = try open(sealed, DocumentPlaces(id: id).filing)
        guard let subject = LedgerIdentity(bytes.prefix(20)) else { throw .storedPayloadDamaged(id) }
        return PendingRecord(id: id, subject: subject, statement: Array(bytes.dropFirst(20)))
    }

    func parts(_ sealed: SealedDocument.SealedParts) throws(RecordStoreError) -> BundleParts {
        var frame = ByteReading(try open(sealed.frame, DocumentPlaces(id: id).frame))
        guard let count = frame.integer(), let opening = frame.bytes(), let closing = frame.bytes(), frame.isAtEnd,
            count == sealed.resources.count
        else { throw .storedPayloadDamaged(id) }
        var entries: [BundleParts.Entry] = []
        entries.reserveCapacity(count)
        for (position, resource) in sealed.resources.enumerated() {
            guard resource.position == position else { throw .storedPayloadDamaged(id) }
            var payload = ByteReading(
                try open(resource.payload, DocumentPlaces(id: id).resource(at: position, type: resource.type)))
            guard let fullURL = payload.bytes(), let bytes = payload.bytes(), payload.isAtEnd else {
                throw .storedPayloadDamaged(id)
            }
            entries.append(
                BundleParts.Entry(
                    resourceType: resource.type, fullURL: String(decoding: fullURL, as: UTF8.self), bytes: bytes))
        }
        return BundleParts(opening: opening, entries: entries, closing: closing)
    }

    private func open(_ sealed: [UInt8], _ place: SealedPlace) throws(RecordStoreError) -> [UInt8] {
        do { return try key.open(sealed, as: place) } catch { throw .storedPayloadDamaged(id) }
    }
}
