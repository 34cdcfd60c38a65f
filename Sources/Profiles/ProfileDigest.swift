internal import Crypto
internal import RecordTypes

extension ProfileFile {
    /// SHA-256 over the files in path order, each as length and bytes of its path, length and bytes of its content
    /// (lengths as eight bytes, big-endian): no two different sets give the same input.
    static func digest(_ files: [ProfileFile]) -> RecordTypes.Digest? {
        var hash = SHA256()
        func add(_ bytes: [UInt8]) {
            let length = UInt64(bytes.count)
            hash.update(data: (0..<8).map { UInt8(truncatingIfNeeded: length >> (56 - 8 * UInt64($0))) })
            hash.update(data: bytes)
        }
        for file in files {
            add(Array(file.path.utf8))
            add(file.bytes)
        }
        return RecordTypes.Digest(Array(hash.finalize()))
    }
}
