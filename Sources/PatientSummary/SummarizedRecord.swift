import JSONText
public import RecordTypes

/// One record of the person as the summary takes it: what its document Bundle holds.
public struct SummarizedRecord: Sendable {
    let name: RecordName
    let entries: [Entry]

    struct Entry: Sendable {
        let fullURL: String
        let resource: JSONValue
    }

    /// - Parameters:
    ///   - name: what the reader calls the record.
    ///   - parts: as stored. Entries that are no JSON objects with a resource are passed over.
    public init(_ name: RecordName, _ parts: BundleParts) {
        self.name = name
        entries = parts.entries.map { entry in
            Entry(
                fullURL: entry.fullURL,
                resource: (try? JSONValue(parsing: entry.bytes))?["resource"] ?? .null)
        }
    }

    /// The name of an entry in a summary: a UUID (RFC 9562 §5.8, version 8) made of the reader's name of the record and the place there, so that the same
    /// resource always has the same one, and two records' never meet.
    func name(of place: Int) -> String {
        var bytes = name.bytes
        let number = UInt32(truncatingIfNeeded: place)
        for at in 0..<4 { bytes[12 + at] ^= UInt8(truncatingIfNeeded: number >> (24 - 8 * UInt32(at))) }
        return SummaryName.urn(bytes)
    }
}

enum SummaryName {
    /// The logical id that goes with a `urn:uuid:…`.
    static func id(in urn: String) -> String { urn.hasPrefix("urn:uuid:") ? String(urn.dropFirst(9)) : urn }

    /// `urn:uuid:…` of 16 bytes, with version and variant set.
    static func urn(_ bytes: [UInt8]) -> String {
        var bytes = bytes
        bytes[6] = bytes[6] & 0x0F | 0x80
        bytes[8] = bytes[8] & 0x3F | 0x80
        let text = Array(Hex.text(bytes))
        return
            "urn:uuid:\(String(text[0..<8]))-\(String(text[8..<12]))-\(String(text[12..<16]))-\(String(text[16..<20]))-\(String(text[20...]))"
    }
}
