public import RecordStore
public import RecordTypes
internal import Synchronization

/// A ``RecordStore`` without a disk: the slow and obvious twin of the real one.
public final class InMemoryRecordStore: RecordStore {
    private struct Filed {
        let document: ConformantDocument
        let statement: [UInt8]
        var status: StoredStatus

        var pendingRecord: PendingRecord {
            PendingRecord(id: document.description.id, subject: document.description.subject, statement: statement)
        }
    }

    private let institution: InstitutionID
    private let filed = Mutex<[Filed]>([])

    public init(institution: InstitutionID) { self.institution = institution }

    public func putIfAbsent(_ document: ConformantDocument, statement: [UInt8]) async throws -> PutOutcome {
        guard document.description.institution == institution else { throw RecordStoreError.wrongInstitution }
        return filed.withLock { filed in
            for other in filed where other.document.description.sourceDigest == document.description.sourceDigest {
                return .present(other.status)
            }
            for other in filed where other.status != .erased {
                guard let id = other.document.description.documentID, id == document.description.documentID else {
                    continue
                }
                return .conflict(with: other.document.description.id)
            }
            filed.append(Filed(document: document, statement: statement, status: .pending))
            return .stored
        }
    }

    public func status(of id: RecordID) async throws -> StoredStatus? { find(id)?.status }

    public func mark(_ marks: [(RecordID, StoredStatus)]) async throws {
        filed.withLock { filed in
            for (id, status) in marks {
                for at in filed.indices
                where filed[at].document.description.id == id && Self.isForward(filed[at].status, status) {
                    filed[at].status = status
                }
            }
        }
    }

    public func source(of id: RecordID) async throws -> SourceDocument? { readable(id)?.source }

    public func parts(of id: RecordID) async throws -> BundleParts? { readable(id)?.parts }

    public func issues(of id: RecordID) async throws -> [Issue]? { readable(id)?.issues }

    public func pendingRecord(_ id: RecordID) async throws -> PendingRecord? {
        guard let found = find(id), found.status != .erased else { return nil }
        return found.pendingRecord
    }

    public func pending(limit: Int) async throws -> [PendingRecord] {
        filed.withLock { $0.filter { $0.status == .pending }.prefix(limit).map(\.pendingRecord) }
    }

    public func erase(_ id: RecordID) async throws {
        filed.withLock { filed in
            for at in filed.indices where filed[at].document.description.id == id { filed[at].status = .erased }
        }
    }

    private func find(_ id: RecordID) -> Filed? {
        filed.withLock { $0.first { $0.document.description.id == id } }
    }

    private func readable(_ id: RecordID) -> ConformantDocument? {
        guard let found = find(id), found.status != .erased else { return nil }
        return found.document
    }

    private static func isForward(_ old: StoredStatus, _ new: StoredStatus) -> Bool {
        switch (old, new) {
        case (.pending, .sequenced), (.pending, .anchored), (.sequenced, .anchored): true
        default: false
        }
    }
}
