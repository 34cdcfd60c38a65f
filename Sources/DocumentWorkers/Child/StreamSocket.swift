import Glibc

/// One end of a connected pair of Unix stream sockets. Closed when the last holder lets go.
///
/// Sockets instead of pipes: writing to a dead child is an error here and not a `SIGPIPE` for the whole gateway.
final class StreamSocket: Sendable {
    let descriptor: Int32

    init(owning descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// Two connected ends, both closed on exec.
    static func pair() -> (StreamSocket, StreamSocket)? {
        var ends: [Int32] = [-1, -1]
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        guard unsafe socketpair(AF_UNIX, type, 0, &ends) == 0 else { return nil }
        return (StreamSocket(owning: ends[0]), StreamSocket(owning: ends[1]))
    }

    enum Readiness {
        case ready(canRead: Bool, canWrite: Bool)
        case timedOut
        case failed
    }

    /// Waits until the socket can be read (always) or written (if asked), or until `milliseconds` have passed.
    func wait(toWrite: Bool, milliseconds: Int32) -> Readiness {
        var wish = pollfd(fd: descriptor, events: Int16(POLLIN) | (toWrite ? Int16(POLLOUT) : 0), revents: 0)
        switch unsafe poll(&wish, 1, milliseconds) {
        case 0: return .timedOut
        case 1...:
            let ended = wish.revents & Int16(POLLHUP | POLLERR | POLLNVAL) != 0
            return .ready(
                canRead: wish.revents & Int16(POLLIN) != 0 || ended, canWrite: wish.revents & Int16(POLLOUT) != 0)
        default: return errno == EINTR ? .ready(canRead: false, canWrite: false) : .failed
        }
    }

    /// Writes what fits without waiting; nil when the other end is gone.
    func sendNow(_ bytes: ArraySlice<UInt8>) -> Int? {
        let sent = unsafe bytes.withUnsafeBytes { buffer in
            unsafe send(descriptor, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL))
        }
        if sent >= 0 { return sent }
        return errno == EAGAIN || errno == EINTR ? 0 : nil
    }

    /// Reads what is there without waiting; empty when nothing is, nil when the other end is gone.
    func receiveNow() -> [UInt8]? {
        var count = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, initialized in
            count = unsafe recv(descriptor, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT))
            initialized = max(0, count)
        }
        if count > 0 { return bytes }
        return count < 0 && (errno == EAGAIN || errno == EINTR) ? [] : nil
    }
}
