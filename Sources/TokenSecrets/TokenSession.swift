internal import CTokenDoor
internal import RecordTypes
internal import Sealing
internal import Synchronization

/// A session with a PKCS#11 token, logged in; one call at a time. A session that has ended is opened anew when it is asked next.
final class TokenSession: Sendable {
    struct Key: Sendable {
        let handle: UInt
        /// The epoch that its CKA_ID says.
        let epoch: Int
    }

    /// Whoever holds the lock is alone with it, and the door keeps nothing of a thread.
    @safe private struct Door: @unchecked Sendable {
        var pointer: OpaquePointer
        /// By epoch, where the session is not the one that the keys were found in.
        var handles: [Int: UInt] = [:]
        /// The PIN was refused when the session was to be opened anew: asking again and again would lock the token.
        var isRefused = false
    }

    private let place: TokenPlace
    private let door: Mutex<Door>

    /// - Throws: ``TokenError`` for whatever keeps it from being logged in.
    init(_ place: TokenPlace) throws(TokenError) {
        self.place = place
        door = unsafe Mutex(Door(pointer: try Self.open(place)))
    }

    private static func open(_ place: TokenPlace) throws(TokenError) -> OpaquePointer {
        let pin = try Self.pin(in: place.pinFile)
        var opened: OpaquePointer?
        var word: UInt = 0
        // Texts and PIN are borrowed for the call only.
        let step = unsafe pin.withUnsafeBufferPointer { pin in
            unsafe token_door_open(place.module, place.token, pin.baseAddress, pin.count, &opened, &word)
        }
        try check(step, word)
        guard let opened = unsafe opened else { throw TokenError(.session) }
        return unsafe opened
    }

    deinit { door.withLock { door in unsafe token_door_close(door.pointer) } }

    /// The keys of this label, by epoch.
    /// - Throws: ``TokenError`` also for one that could leave the token, and where it is not clear which is whose.
    func keys() throws(TokenError) -> [Key] {
        try door.withLock { door throws(TokenError) in unsafe try Self.keys(place.key, door.pointer) }
    }

    private static func keys(_ label: String, _ door: OpaquePointer) throws(TokenError) -> [Key] {
        var found = [token_door_key](repeating: token_door_key(), count: 64)
        var count = 0
        var word: UInt = 0
        // The array outlives the call, which writes no further than it is told.
        let step = unsafe found.withUnsafeMutableBufferPointer { keys in
            unsafe token_door_keys(door, label, keys.baseAddress, keys.count, &count, &word)
        }
        try check(step, word)
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
        try door.withLock { door throws(TokenError) in
            var word: UInt = 0
            let step = unsafe token_door_generate_key(door.pointer, place.key, UInt(epoch), &word)
            try Self.check(step, word)
        }
    }

    func destroy(_ key: Key) throws(TokenError) {
        try door.withLock { door throws(TokenError) in
            var word: UInt = 0
            let step = unsafe token_door_destroy_key(door.pointer, door.handles[key.epoch] ?? key.handle, &word)
            try Self.check(step, word)
        }
    }

    /// HMAC-SHA-256 of the message, by the token; in a new session where the one there is has ended.
    /// - Throws: ``TokenError`` where the token does not answer in a new one either.
    func code(of message: [UInt8], under key: Key) throws(TokenError) -> [UInt8] {
        try door.withLock { door throws(TokenError) in
            do throws(TokenError) {
                return try unsafe Self.code(of: message, door.handles[key.epoch] ?? key.handle, door.pointer)
            } catch {
                guard !door.isRefused else { throw error }
                try reopen(&door)
                guard let handle = door.handles[key.epoch] else { throw TokenError(.find) }
                return try unsafe Self.code(of: message, handle, door.pointer)
            }
        }
    }

    private func reopen(_ door: inout Door) throws(TokenError) {
        do throws(TokenError) {
            let pointer = unsafe try Self.open(place)
            unsafe token_door_close(door.pointer)
            unsafe door.pointer = pointer
            door.handles = [:]
            for key in unsafe try Self.keys(place.key, pointer) { door.handles[key.epoch] = key.handle }
        } catch {
            door.isRefused = error.code == .login
            throw error
        }
    }

    private static func code(
        of message: [UInt8], _ key: UInt, _ door: OpaquePointer
    ) throws(TokenError) -> [UInt8] {
        var code = [UInt8](repeating: 0, count: 32)
        var word: UInt = 0
        // Both arrays outlive the call, which writes exactly 32 bytes.
        let step = unsafe message.withUnsafeBufferPointer { message in
            unsafe code.withUnsafeMutableBufferPointer { code in
                unsafe token_door_hmac(door, key, message.baseAddress, message.count, code.baseAddress, &word)
            }
        }
        try check(step, word)
        return code
    }

    /// Ends the session behind the door, as a token does that is taken out and put back. For tests.
    func endSession() {
        door.withLock { door in unsafe token_door_end_session(door.pointer) }
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
