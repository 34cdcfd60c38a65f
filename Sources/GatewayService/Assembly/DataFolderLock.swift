import Glibc

/// The right to work on a data folder, held by one process at a time and given back by the system when it ends.
///
/// A ledger has one sequencer: a second process that appended would sign another log.
public final class DataFolderLock: Sendable {
    private let descriptor: Int32

    /// Makes the folder (mode 0700) unless it is there, and takes its lock.
    /// - Throws: ``DataFolderError``; `inUse` when another process holds the lock.
    public init(_ folder: DataFolder) throws(DataFolderError) {
        try Self.makeFolder(folder)
        descriptor = unsafe open(folder.lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .unusable(path: folder.lock, errno: errno) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let reason = errno
            close(descriptor)
            if reason == EWOULDBLOCK { throw .inUse(path: folder.path) }
            throw .unusable(path: folder.lock, errno: reason)
        }
    }

    /// Makes the folder (mode 0700) unless it is there.
    static func makeFolder(_ folder: DataFolder) throws(DataFolderError) {
        if unsafe mkdir(folder.path, 0o700) != 0, errno != EEXIST { throw .unusable(path: folder.path, errno: errno) }
    }

    deinit { close(descriptor) }
}

/// Why a data folder cannot be worked on.
public enum DataFolderError: Error, Hashable, Sendable {
    case inUse(path: String)
    case unusable(path: String, errno: Int32)
    /// There is no ledger in it.
    case empty(path: String)
    /// The running gateway ended before it had answered.
    case consoleBroken
    /// The file that names the shared database is not there, or empty.
    case connectionFile(path: String)
}

extension DataFolderError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .inUse(let path): "\(path) is in use by another process"
        case .unusable(let path, let number): "\(path) cannot be used (error \(number) of the system)"
        case .empty(let path): "\(path) holds no gateway's data"
        case .connectionFile(let path):
            "\(path) is no readable file with a connection string; write one such as host=a,b dbname=ledger user=gateway"
        case .consoleBroken: "the running gateway ended before it had answered"
        }
    }
}
