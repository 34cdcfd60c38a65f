import Crypto

/// Version 5 UUIDs (RFC 9562 §5.5): the same name gives the same UUID.
enum NameBasedUUID {
    /// The namespace of all names inside of Bundles that this gateway makes.
    private static let namespace: [UInt8] = [
        0x8E, 0x1B, 0x5C, 0x06, 0x2F, 0x6D, 0x4D, 0x57, 0x9C, 0x41, 0x70, 0xA2, 0x33, 0xC4, 0x19, 0xEB,
    ]

    /// Lower case, with hyphens. The name must not be made of a person's identifier: it could be guessed.
    static func text(_ name: String) -> String {
        var bytes = Array(Insecure.SHA1.hash(data: namespace + Array(name.utf8)).prefix(16))
        bytes[6] = bytes[6] & 0x0F | 0x50
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits: [UInt8] = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for (position, byte) in bytes.enumerated() {
            if position == 4 || position == 6 || position == 8 || position == 10 { text.append(UInt8(ascii: "-")) }
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
