/// The system's secure generator, where a caller injects no other.
public enum SecureRandom {
    public static func bytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + 7)
        while bytes.count < count { BigEndian.append(generator.next() as UInt64, to: &bytes) }
        return Array(bytes.prefix(count))
    }
}
