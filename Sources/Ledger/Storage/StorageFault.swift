internal import EmbeddedDatabase
internal import Failpoints
internal import GRDB
internal import ReplicatedDatabase

/// Which failures of a storage may pass by themselves, so that the ledger goes on and the callers may try again.
enum StorageFault {
    /// True for a full disk, a busy file, a server that is gone or changing places (the transaction is undone, or the batch id tells),
    /// and for a lease that another node has; false where nobody knows what is on the disk.
    static func passes(_ error: any Error) -> Bool {
        switch error {
        case let error as LedgerError: return error.code == .leaseLost
        default: break
        }
        #if PostgreSQL
            if let error = error as? PostgreSQLError { return error.mayPass }
        #endif
        return switch error {
        case let error as DatabaseError:
            error.resultCode == .SQLITE_FULL || error.resultCode == .SQLITE_BUSY || error.resultCode == .SQLITE_LOCKED
        case EmbeddedDatabaseError.transactionLost, is InjectedFault: true
        default: false
        }
    }
}
