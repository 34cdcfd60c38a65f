import Glibc

/// The socket's name by way of an open descriptor of its folder: a socket's path may have 107 bytes only, a folder's more.
final class ConsoleSocket: Sendable {
    private let folder: Int32

    init(in folder: DataFolder) throws(DataFolderError) {
        self.folder = unsafe open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard self.folder >= 0 else { throw .unusable(path: folder.path, errno: errno) }
    }

    deinit { close(folder) }

    var path: String { "/proc/self/fd/\(folder)/console.sock" }

    /// Lets nobody but the folder's owner connect.
    func restrict() { _ = unsafe chmod(path, 0o600) }

    func remove() { _ = unsafe unlink(path) }
}
