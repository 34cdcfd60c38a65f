internal import CTokenDoor
internal import RecordTypes
internal import Sealing
internal import Synchronization

/// A session with a PKCS#11 token, logged in; one call at a time.
final class TokenSession: Sendable {
    struct Key: Sendable {
        let handle: UInt
        /// The epoch that its CKA_ID says.
        let epoch: Int
    }

    /// Whoever holds the lock is alone with it, and the door keeps nothing of a thread.
    @safe private struct Door: @unchecked Sendable {
        let pointer: OpaquePointer
    }

    private let door: Mutex<Door>
    private let label: String

    /// - Throws: ``TokenError`` for whatever keeps it from being logged in.
    init(_ place: TokenPlace) throws(TokenError) {
        let pin = try Self.pin(in: place.pinFile)
        label = place.key
        var opened: OpaquePointer?
        var word: UInt = 0
        // Texts and PIN are borrowed for the call only.
        let step = unsafe pin.withUnsafeBufferPointer { pin in
            unsafe token_door_open(place.module, place.token, pin.baseAddress, pin.count, &opened, &word)
        }
        try Self.check(step, word)
        guard let opened = unsafe opened else { throw TokenError(.session) }
        door = unsafe Mutex(Door(pointer: opened))
    }

    deinit { door.withLock { door in unsafe token_door_close(door.pointer) } }

    /// The keys of this label, by epoch.
    /// - Throws: ``TokenError`` also for one that could leave the token, and where it is not clear which is whose.
    func keys() throws(TokenError) -> [Key] {
        var found = [token_door_key](repeating: token_door_key(), count: 64)
        var count = 0
        try unsafe call { door, word in
            // The array outlives the call, which writes no further than it is told.
            unsafe found.withUnsafeMutableBufferPointer { keys in
                unsafe token_door_keys(door, label, keys.baseAddress, keys.count, &count, &word)
            }
        }
        var keys: [Key] = []
        for key in found.prefix(count) {
            guard key.can_leave == 0, key.never_left != 0 else { throw TokenError(.keyCanLeave) }
            guard key.number > 0, key.number < 1 << 31 else { throw TokenError(.keysUnclear) }
            keys.append(Key(handle: key.handle, epoch: Int(key.number)))
        }
        keys.sort { $0.epoch < $1.epoch }
        for (one, next) in zip(keys, keys.dropFirst()) where one.epoch == next.epoch { throw TokenError(.keysUnclear) }
        return keys
    }

    /// Has the token make the key of an epoch: 32 random bytes that never leave it.
    func generateKey(epoch: Int) throws(TokenError) {
        try unsafe call { door, word in unsafe token_door_generate_key(door, label, UInt(epoch), &word) }
    }

    func destroy(_ key: Key) throws(TokenError) {
        try unsafe call { door, word in unsafe token_door_destroy_key(door, key.handle, &word) }
    }

    /// HMAC-SHA-256 of the message, by the token.
    func code(of message: [UInt8], under key: Key) throws(TokenError) -> [UInt8] {
        var code = [UInt8](repeating: 0, count: 32)
        try unsafe call { door, word in
            // Both arrays outlive the call, which writes exactly 32 bytes.
            unsafe message.withUnsafeBufferPointer { message in
                unsafe code.withUnsafeMutableBufferPointer { code in
                    unsafe token_door_hmac(
                        door, key.handle, message.baseAddress, message.count, code.baseAddress, &word)
                }
            }
        }
        return code
    }

    private func call(_ work: (OpaquePointer, inout UInt) -> CInt) throws(TokenError) {
        var word: UInt = 0
        let step = door.withLock { door in unsafe work(door.pointer, &word) }
        try Self.check(step, word)
    }

    private static func check(_ step: CInt, _ word: UInt) throws(TokenError) {
        let codes: [TokenError.Code] = [
            .module, .start, .absent, .session, .login, .find, .generate, .sign, .destroy,
        ]
        guard step != 0 else { return }
        throw TokenError(codes.indices.contains(Int(step) - 1) ? codes[Int(step) - 1] : .module, word)
    }

    /// The first line of a file that is ours alone.
    private static func pin(in path: String) throws(TokenError) -> [UInt8] {
        let bytes: [UInt8]
        let isPrivate: Bool
        do throws(DurableFile.Failure) {
            let file = try DurableFile(path: path, .read)
            let (permissions, isOurs) = try file.status()
            isPrivate = isOurs && permissions & 0o077 == 0
            bytes = try file.contents(limit: 256)
        } catch {
            throw TokenError(.pinFile)
        }
        let pin = Array(bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") })
        guard isPrivate, !pin.isEmpty else { throw TokenError(.pinFile) }
        return pin
    }
}
