internal import Glibc

/// The system's secure generator, where a caller injects no other.
public enum SecureRandom {
    /// `getentropy` gives as much as this in one call.
    private static let pieceInBytes = 256

    public static func bytes(_ count: Int) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let piece = min(pieceInBytes, count - filled)
                // Sound: `filled + piece` is at most `count`, which the buffer holds.
                let failed = unsafe getentropy(buffer.baseAddress?.advanced(by: filled), piece)
                precondition(failed == 0, "the system gives random bytes")
                filled += piece
            }
        }
    }
}
