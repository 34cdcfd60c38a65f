import Ledger
import RecordStore
public import RecordTypes

extension Gateway {
    /// How many pending records are sequenced at once; they share the flush to the disk.
    private static let sweepWidth = 256

    /// Finishes every submission that a crash left between storing and sequencing, by the very code of ``submit(_:from:)``. Called at start,
    /// before a door opens.
    ///
    /// The store is swept in pages and told at once, so that memory stays bounded and a crash during the sweep loses none of its work.
    /// - Parameter failed: hears of each institution whose store cannot be swept now. The others are: one broken file does not keep a country's
    ///   gateway shut, and whoever submits to that store or reads from it is told.
    /// - Returns: how many were finished.
    /// - Throws: `unavailable` when the ledger takes nothing, or the stores cannot be listed.
    public func finishPending(
        passingOver failed: (InstitutionID, any Error) -> Void
    ) async throws(GatewayError) -> Int {
        var finished = 0
        for institution in try await GatewayError.unavailableIfFailing({ try stores.allInstitutions() }) {
            // What cannot be finished stays pending, and must not be all that later pages hold.
            var unfinishable: Set<RecordID> = []
            while true {
                let page: [PendingRecord]
                do {
                    page = try await stores.store(of: institution)
                        .pending(limit: Self.sweepWidth + unfinishable.count).filter { !unfinishable.contains($0.id) }
                    guard !page.isEmpty else { break }
                } catch {
                    failed(institution, error)
                    break
                }
                let sequenced = try await sequenceAll(page, of: institution)
                unfinishable.formUnion(page.lazy.map(\.id).filter { sequenced[$0] == nil })
                do {
                    try await stores.store(of: institution).mark(sequenced.map { ($0.key, .sequenced($0.value)) })
                } catch {
                    failed(institution, error)
                    break
                }
                finished += sequenced.count
            }
        }
        return finished
    }

    /// The ledger indexes of these records, without those whose person was erased.
    private func sequenceAll(
        _ page: [PendingRecord], of institution: InstitutionID
    ) async throws(GatewayError) -> [RecordID: UInt64] {
        try await GatewayError.unavailableIfFailing {
            try await withThrowingTaskGroup(of: (RecordID, UInt64)?.self) { group in
                for pending in page {
                    group.addTask {
                        do throws(GatewayError) {
                            return (pending.id, try await sequence(pending, of: institution).index)
                        } catch {
                            guard error.code == .documentRefused else { throw error }
                            return nil
                        }
                    }
                }
                var sequenced: [RecordID: UInt64] = [:]
                for try await case let (id, index)? in group { sequenced[id] = index }
                return sequenced
            }
        }
    }
}
