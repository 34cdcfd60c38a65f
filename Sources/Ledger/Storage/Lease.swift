#if PostgreSQL
    internal import RecordTypes
    internal import ReplicatedDatabase
    internal import Synchronization

    /// Which of many nodes grows the tree and signs: the holder of one row, for a term, by the server's clock.
    ///
    /// Holding is only a promise of quiet. What makes it safe is ``fence(_:)``: a write is undone unless this node's epoch is still the
    /// row's, whatever the node believes.
    final class Lease: Sendable {
        private struct Held {
            let epoch: Int64
            let renewed: ContinuousClock.Instant
        }

        private let node: [UInt8]
        private let term: Duration
        private let held = Mutex<Held?>(nil)

        init(term: Duration) {
            self.term = term
            node = SecureRandom.bytes(16)
        }

        /// Takes or renews the lease; false while another node has it.
        func hold(_ database: ReplicatedDatabase) async throws -> Bool {
            let now = ContinuousClock.now
            if let held = held.withLock({ $0 }), now - held.renewed < term / 4 { return true }
            let milliseconds = term.components.seconds * 1000 + term.components.attoseconds / 1_000_000_000_000_000
            let epoch = try await database.write(.second) { [node] session in
                let row = try session.query(
                    """
                    UPDATE lease SET epoch = epoch + CASE WHEN holder = $1 THEN 0 ELSE 1 END, holder = $1,
                        until = clock_timestamp() + $2::bigint * interval '1 millisecond'
                    WHERE id = 1 AND (holder = $1 OR until < clock_timestamp()) RETURNING epoch
                    """, [.bytes(node), .integer(milliseconds)])
                return row.count == 1 ? try row.integer(0, 0) : nil
            }
            held.withLock { $0 = epoch.map { Held(epoch: $0, renewed: now) } }
            return epoch != nil
        }

        /// Lets another node take over at once.
        func release(_ database: ReplicatedDatabase) async throws {
            guard held.withLock({ $0 != nil }) else { return }
            held.withLock { $0 = nil }
            _ = try await database.write(.second) { [node] session in
                try session.query(
                    "UPDATE lease SET until = '-infinity' WHERE id = 1 AND holder = $1", [.bytes(node)]
                ).changedCount
            }
        }

        /// Undoes the transaction it stands in unless this node still has the lease; until the end of it nobody can take it away.
        /// - Throws: `leaseLost`.
        func fence(_ session: PostgreSQLSession) throws {
            guard let epoch = held.withLock({ $0?.epoch }) else { throw LedgerError(.leaseLost) }
            let row = try session.query(
                "SELECT 1 FROM lease WHERE id = 1 AND holder = $1 AND epoch = $2 FOR SHARE",
                [.bytes(node), .integer(epoch)])
            guard row.count == 1 else {
                held.withLock { $0 = nil }
                throw LedgerError(.leaseLost)
            }
        }
    }
#endif
