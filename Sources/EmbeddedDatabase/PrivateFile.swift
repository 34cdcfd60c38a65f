internal import Glibc

/// A file that only its owner may read. SQLite gives its log and its shared memory the mode of the database file.
enum PrivateFile {
    /// Makes an empty file with mode 0600 (an empty file is an empty database); leaves one that is there as it is.
    ///
    /// A failure is not reported here: SQLite meets the same one when it opens the file, and says it better.
    static func createIfAbsent(_ path: String) {
        // The path is borrowed for the call only.
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor >= 0 { close(descriptor) }
    }
}
