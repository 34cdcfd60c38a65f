/// Names of assigning authorities that are no OID, in the form that URIs and local identifiers need.
enum AuthorityName {
    private static let digits = Array("0123456789ABCDEF".utf8)

    /// The name with everything but letters, digits, `.`, `-` and `_` percent-encoded.
    static func token(_ name: String) -> String {
        var bytes: [UInt8] = []
        for byte in name.utf8 {
            let isPlain =
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                || byte == UInt8(ascii: ".")
                || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
            if isPlain {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let base = "https://ankur.example/hl7v2/authority/"

    /// Whether a system is one of those made here, known to its site alone.
    static func isLocal(_ system: String) -> Bool { system.hasPrefix(base) }

    /// The system of identifiers that only a site's name tells apart.
    static func system(facility: String, authority: String, type: String?) -> String {
        var uri = base + "\(token(facility))/\(token(authority))"
        if let type { uri += "/\(token(type))" }
        return uri
    }
}

/// The written form of object identifiers.
enum DottedIdentifier {
    static func isOID(_ text: String) -> Bool {
        let arcs = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return arcs.count > 2 && arcs.allSatisfy { !$0.isEmpty && $0.allSatisfy { $0 >= 48 && $0 <= 57 } }
    }

    /// 8-4-4-4-12 hexadecimal digits.
    static func isUUID(_ text: String) -> Bool {
        let groups = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        return groups.map(\.count) == [8, 4, 4, 4, 12]
            && groups.allSatisfy {
                $0.allSatisfy { (48...57).contains($0) || (65...70).contains($0) || (97...102).contains($0) }
            }
    }
}
