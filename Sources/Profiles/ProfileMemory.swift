import Glibc

/// The bytes of a compiled set: a file mapped read-only, or memory of our own.
///
/// Every read is checked against the length; what lies outside reads as nothing, so that a damaged file is refused and never
/// traps. A mapped file is never written in place: it is replaced by renaming, and this keeps the one it has mapped.
@safe final class ProfileMemory: @unchecked Sendable {
    let count: Int
    // Immutable after the initialiser and valid for `count` bytes until `deinit`.
    private let base: UnsafeMutableRawPointer
    private let isMapped: Bool

    init(_ bytes: [UInt8]) {
        count = bytes.count
        unsafe base = UnsafeMutableRawPointer.allocate(byteCount: max(1, bytes.count), alignment: 8)
        unsafe base.copyMemory(from: bytes, byteCount: bytes.count)
        isMapped = false
    }

    /// Nil when the file cannot be opened or mapped.
    init?(mapping path: String) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_size > 0, status.st_size < 1 << 31 else { return nil }
        let length = Int(status.st_size)
        guard let mapped = unsafe mmap(nil, length, PROT_READ, MAP_PRIVATE, descriptor, 0),
            unsafe mapped != MAP_FAILED
        else { return nil }
        count = length
        unsafe base = mapped
        isMapped = true
    }

    deinit {
        if isMapped { unsafe munmap(base, count) } else { unsafe base.deallocate() }
    }

    /// 0 outside.
    func byte(_ position: Int) -> UInt8 {
        guard position >= 0, position < count else { return 0 }
        return unsafe base.load(fromByteOffset: position, as: UInt8.self)
    }

    /// 0 outside.
    func number(_ position: Int) -> UInt32 {
        guard position >= 0, position <= count - 4 else { return 0 }
        return UInt32(littleEndian: unsafe base.loadUnaligned(fromByteOffset: position, as: UInt32.self))
    }

    /// Whether these bytes stand there; false where they would reach beyond the end.
    func holds(_ bytes: Span<UInt8>, at position: Int) -> Bool {
        guard position >= 0, position <= count - bytes.count else { return false }
        for at in bytes.indices where unsafe base.load(fromByteOffset: position + at, as: UInt8.self) != bytes[at] {
            return false
        }
        return true
    }

    /// Nil when it would reach beyond the end.
    func bytes(_ position: Int, count length: Int) -> [UInt8]? {
        guard position >= 0, length >= 0, length <= count, position <= count - length else { return nil }
        return unsafe [UInt8](UnsafeRawBufferPointer(start: base + position, count: length))
    }
}
