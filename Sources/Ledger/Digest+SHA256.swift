internal import RecordTypes

internal import struct Crypto.SHA256

extension Digest {
    static func sha256(_ bytes: [UInt8]) -> Digest {
        var hasher = SHA256()
        // Sound: the pointer does not leave the closure.
        unsafe bytes.withUnsafeBytes { unsafe hasher.update(bufferPointer: $0) }
        // The whole at once: going through the digest byte by byte costs as much as hashing it. Sound as above.
        let whole = unsafe hasher.finalize().withUnsafeBytes { unsafe Array($0) }
        guard let digest = Digest(whole) else { preconditionFailure("SHA-256 gives 32 bytes") }
        return digest
    }
}
