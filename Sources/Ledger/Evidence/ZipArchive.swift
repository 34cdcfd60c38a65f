/// A ZIP file (APPNOTE 6.3) whose members are stored, not compressed: enough to hand a folder of evidence to somebody as one file.
///
/// Reading takes only what writing gives, to the byte: other programs may read a name or a length in another place of the file than we
/// do, and two readers of one file of evidence must see the same.
struct ZipArchive: Hashable, Sendable {
    struct Member: Hashable, Sendable {
        let name: String
        let bytes: [UInt8]
    }

    var members: [Member]

    static let limitInBytes = 1 << 30

    var bytes: [UInt8] {
        var file: [UInt8] = []
        var directory: [UInt8] = []
        for member in members {
            let (offset, name) = (file.count, Array(member.name.utf8))
            let sum = CRC32.sum(of: member.bytes)
            func common(_ out: inout [UInt8]) {
                // Version 1.0; names in UTF-8; stored; 1980-01-01 00:00: the same evidence is the same file.
                Self.append(10, 2, &out)
                Self.append(0x0800, 2, &out)
                Self.append(0, 2, &out)
                Self.append(0, 2, &out)
                Self.append(0x0021, 2, &out)
                Self.append(Int(sum), 4, &out)
                Self.append(member.bytes.count, 4, &out)
                Self.append(member.bytes.count, 4, &out)
                Self.append(name.count, 2, &out)
                Self.append(0, 2, &out)
            }
            Self.append(0x0403_4B50, 4, &file)
            common(&file)
            file += name + member.bytes
            Self.append(0x0201_4B50, 4, &directory)
            Self.append(10, 2, &directory)
            common(&directory)
            for _ in 0..<3 { Self.append(0, 2, &directory) }
            Self.append(0, 4, &directory)
            Self.append(offset, 4, &directory)
            directory += name
        }
        let start = file.count
        file += directory
        Self.append(0x0605_4B50, 4, &file)
        for value in [0, 0, members.count, members.count] { Self.append(value, 2, &file) }
        Self.append(directory.count, 4, &file)
        Self.append(start, 4, &file)
        Self.append(0, 2, &file)
        return file
    }

    init(members: [Member]) { self.members = members }

    /// - Throws: `malformedEvidence` at the byte that is not as writing gives it.
    init(bytes: [UInt8]) throws(LedgerError) {
        func fault(_ at: Int) -> LedgerError { LedgerError(.malformedEvidence, at: UInt64(at)) }
        guard bytes.count >= 22, bytes.count <= Self.limitInBytes else { throw fault(bytes.count) }
        let end = bytes.count - 22
        guard Self.value(bytes, end, 4) == 0x0605_4B50 else { throw fault(end) }
        let count = Self.value(bytes, end + 10, 2)
        var at = Self.value(bytes, end + 16, 4)
        members = []
        for _ in 0..<count {
            guard at + 46 <= end, Self.value(bytes, at, 4) == 0x0201_4B50, Self.value(bytes, at + 10, 2) == 0 else {
                throw fault(at)
            }
            let (sum, size) = (Self.value(bytes, at + 16, 4), Self.value(bytes, at + 24, 4))
            let (nameLength, extra) = (Self.value(bytes, at + 28, 2), Self.value(bytes, at + 30, 2))
            let (comment, offset) = (Self.value(bytes, at + 32, 2), Self.value(bytes, at + 42, 4))
            guard Self.value(bytes, at + 20, 4) == size, at + 46 + nameLength <= end, offset + 30 <= end,
                let name = String(validating: bytes[(at + 46)..<(at + 46 + nameLength)], as: UTF8.self),
                name.isFileName, !members.contains(where: { $0.name == name })
            else { throw fault(at) }
            let start = offset + 30 + Self.value(bytes, offset + 26, 2) + Self.value(bytes, offset + 28, 2)
            guard Self.value(bytes, offset, 4) == 0x0403_4B50, start + size <= end else { throw fault(offset) }
            let content = Array(bytes[start..<(start + size)])
            guard Int(CRC32.sum(of: content)) == sum else { throw fault(start) }
            members.append(Member(name: name, bytes: content))
            at += 46 + nameLength + extra + comment
        }
        let written = self.bytes
        guard written == bytes else {
            throw fault(
                zip(written, bytes).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? written.count)
        }
    }

    private static func append(_ value: Int, _ width: Int, _ out: inout [UInt8]) {
        for shift in 0..<width { out.append(UInt8(truncatingIfNeeded: value >> (8 * shift))) }
    }

    private static func value(_ bytes: [UInt8], _ at: Int, _ width: Int) -> Int {
        guard at >= 0, at + width <= bytes.count else { return -1 }
        return bytes[at..<(at + width)].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}

extension String {
    /// A name in a folder of evidence: no path, nothing hidden.
    var isFileName: Bool {
        (1...64).contains(utf8.count) && first != "."
            && utf8.allSatisfy {
                (97...122).contains($0) || (65...90).contains($0) || (45...46).contains($0) || (48...57).contains($0)
            }
    }
}

/// The checksum of ZIP, for nothing that has to be trusted.
private enum CRC32 {
    static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1 }
    }

    static func sum(of bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(UInt32.max) { table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] ^ $0 >> 8 }
    }
}
