internal import Glibc

/// An open file whose writes count only once they are flushed to the disk. The few system calls that key files and the
/// erasure journal need, with their errors.
package struct DurableFile: ~Copyable {
    /// A system call that failed, by name and `errno`. No path: it may be shown.
    package struct Failure: Error, Hashable, Sendable {
        package let call: String
        package let errno: Int32
    }

    private let descriptor: Int32

    package enum Mode {
        /// The file must not exist yet (`O_EXCL`); mode 0600.
        case createNew
        case read
        /// Appends; made with mode 0600 when absent.
        case append
    }

    package init(path: String, _ mode: Mode) throws(Failure) {
        let flags: Int32 =
            switch mode {
            case .createNew: O_WRONLY | O_CREAT | O_EXCL
            case .read: O_RDONLY
            case .append: O_RDWR | O_CREAT | O_APPEND
            }
        // The path is borrowed for the call only.
        let opened = unsafe open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard opened >= 0 else { throw Failure.last("open") }
        descriptor = opened
    }

    deinit { close(descriptor) }

    /// Writes all bytes; they are not yet durable.
    package func write(_ bytes: [UInt8]) throws(Failure) {
        var done = 0
        while done < bytes.count {
            // The slice stays alive and in place inside the closure.
            let count = unsafe bytes[done...].withUnsafeBytes {
                unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw Failure.last("write")
            }
            done += count
        }
    }

    /// Returns when the bytes are on the disk. After a failure nobody knows what is: do not write to this file again.
    package func flush() throws(Failure) {
        guard fsync(descriptor) == 0 else { throw Failure.last("fsync") }
    }

    /// Everything from the start, at most `limit` bytes.
    package func contents(limit: Int) throws(Failure) -> [UInt8] {
        var all: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while all.count < limit {
            let wanted = min(piece.count, limit - all.count)
            let at = off_t(all.count)
            // `piece` holds at least `wanted` bytes.
            let count = unsafe piece.withUnsafeMutableBytes { unsafe pread(descriptor, $0.baseAddress, wanted, at) }
            if count < 0 {
                if errno == EINTR { continue }
                throw Failure.last("read")
            }
            if count == 0 { break }
            all.append(contentsOf: piece[..<count])
        }
        return all
    }

    package func truncate(to size: Int) throws(Failure) {
        guard ftruncate(descriptor, off_t(size)) == 0 else { throw Failure.last("truncate") }
    }

    /// Permission bits and whether the file is a regular one of ours.
    package func status() throws(Failure) -> (permissions: UInt32, isOurRegularFile: Bool) {
        var status = stat()
        // `status` outlives the call.
        guard unsafe fstat(descriptor, &status) == 0 else { throw Failure.last("stat") }
        return (status.st_mode & 0o777, status.st_mode & S_IFMT == S_IFREG && status.st_uid == geteuid())
    }
}

extension DurableFile {
    /// Puts a whole new file under a name, in the place of what may be there: a crash leaves the one or the other. The name is durable once
    /// its folder is flushed.
    package static func replace(_ path: String, with bytes: [UInt8]) throws(Failure) {
        let temporary = "\(path).\(UInt64.random(in: 0 ... .max)).new"
        let file = try DurableFile(path: temporary, .createNew)
        try file.write(bytes)
        try file.flush()
        // The paths are borrowed for the calls only.
        guard unsafe rename(temporary, path) == 0 else {
            let failure = Failure.last("rename")
            _ = unsafe unlink(temporary)
            throw failure
        }
    }
}

extension DurableFile.Failure {
    static func last(_ call: String) -> Self { Self(call: call, errno: Glibc.errno) }
    var isAbsence: Bool { errno == ENOENT }
    var isPresence: Bool { errno == EEXIST }
}

/// Folders and names: what is needed besides a file's content for it to be there after a power cut.
package enum DurableFolder {
    /// Makes a folder with mode 0700 unless it is there, and makes its name durable.
    package static func create(_ path: String) throws(DurableFile.Failure) {
        // The path is borrowed for the call only.
        if unsafe mkdir(path, 0o700) == 0 { return try flush(parent(of: path)) }
        let failure = DurableFile.Failure.last("mkdir")
        guard failure.isPresence else { throw failure }
    }

    /// Makes names added to or removed from a folder durable.
    package static func flush(_ path: String) throws(DurableFile.Failure) {
        // The path is borrowed for the call only.
        let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw DurableFile.Failure.last("open") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw DurableFile.Failure.last("fsync") }
    }

    /// Gives a complete file its final name; false when that name is taken. Never overwrites.
    package static func publish(_ temporary: String, as final: String) throws(DurableFile.Failure) -> Bool {
        // The paths are borrowed for the calls only.
        let linked = unsafe link(temporary, final)
        let failure = DurableFile.Failure.last("link")
        _ = unsafe unlink(temporary)
        if linked == 0 { return true }
        guard failure.isPresence else { throw failure }
        return false
    }

    package static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
