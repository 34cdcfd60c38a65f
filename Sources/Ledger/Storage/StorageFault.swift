internal import EmbeddedDatabase
internal import Failpoints
internal import GRDB

/// Which failures of a storage may pass by themselves, so that the ledger goes on and the callers may try again.
enum StorageFault {
    /// True for a full disk or a busy file (the transaction is undone), false where nobody knows what is on the disk.
    static func passes(_ error: any Error) -> Bool {
        switch error {
        case let error as DatabaseError:
            error.resultCode == .SQLITE_FULL || error.resultCode == .SQLITE_BUSY || error.resultCode == .SQLITE_LOCKED
        case EmbeddedDatabaseError.transactionLost, is InjectedFault: true
        default: false
        }
    }
}
