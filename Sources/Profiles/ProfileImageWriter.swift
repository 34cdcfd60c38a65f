internal import RecordTypes

/// Puts a compiled set together: keys, each with the numbers of its records.
///
/// All numbers little-endian. A text is its length (4 bytes) and its UTF-8; an absent one the length `0xFFFFFFFF`.
/// ```
/// 0   "ankurps" and the format's version (8 bytes)
/// 8   digest of the sources (32)
/// 40  whole length (4) · where the slots begin (4) · how many, a power of two (4) · where the records begin (4)
/// 56  keys, one after another: space (1), length of the key (4), key, how many values (4), each value (4)
///     slots: where a key begins, or 0; the first is FNV-1a of space and key, modulo their number, the next follow
///     records, kind by kind in the order of their numbers: kind (1), how many (4), each: how many texts (4), each text
/// ```
struct ProfileImageWriter {
    /// Where something was said first.
    struct Place: Hashable {
        let file: String
        let line: Int
    }

    static let magic: [UInt8] = Array("ankurps".utf8) + [3]
    static let headerLength = 56

    private struct Key: Hashable {
        let space: ProfileSpace
        let bytes: [UInt8]
    }

    private struct Value {
        var numbers: [UInt32]
        let place: Place
    }

    private var values: [Key: Value] = [:]
    private var order: [Key] = []
    private var records: [ProfileRecordKind: [[String?]]] = [:]
    private var numbers: [ProfileRecordKind: [[String?]: UInt32]] = [:]

    /// The number of a record; the same texts are the same record.
    mutating func record(_ kind: ProfileRecordKind, _ texts: [String?]) -> UInt32 {
        if let known = numbers[kind]?[texts] { return known }
        let number = UInt32(records[kind]?.count ?? 0)
        records[kind, default: []].append(texts)
        numbers[kind, default: [:]][texts] = number
        return number
    }

    /// Gives a key its one record.
    /// - Throws: what ``ProfileRow/fault(_:_:)`` says when the key has another meaning already, or stands twice in one file.
    mutating func set(_ space: ProfileSpace, _ parts: [String], _ number: UInt32, _ row: ProfileRow)
        throws(ProfileFault)
    {
        let key = Key(space: space, bytes: Self.bytes(parts))
        guard let known = values[key] else {
            values[key] = Value(numbers: [number], place: Place(file: row.file, line: row.line))
            order.append(key)
            return
        }
        let shown = parts.filter { !$0.isEmpty }.joined(separator: " ")
        let place = "profiles/\(known.place.file):\(known.place.line)"
        guard known.numbers == [number] else {
            throw row.fault(.conflict, "\(shown) means something else in \(place)")
        }
        if known.place.file == row.file, known.place.line != row.line {
            throw row.fault(.duplicate, "\(shown) stands in \(place) already")
        }
    }

    /// Adds a record to those of a key.
    mutating func append(_ space: ProfileSpace, _ parts: [String], _ number: UInt32, _ row: ProfileRow) {
        let key = Key(space: space, bytes: Self.bytes(parts))
        if values[key] == nil {
            values[key] = Value(numbers: [], place: Place(file: row.file, line: row.line))
            order.append(key)
        }
        if values[key]?.numbers.contains(number) == false { values[key]?.numbers.append(number) }
    }

    func has(_ space: ProfileSpace, _ parts: String...) -> Bool {
        values[Key(space: space, bytes: Self.bytes(parts))] != nil
    }

    /// The first record of a key.
    func texts(_ kind: ProfileRecordKind, _ space: ProfileSpace, _ parts: String...) -> [String?]? {
        guard let number = values[Key(space: space, bytes: Self.bytes(parts))]?.numbers.first else { return nil }
        return records[kind]?[Int(number)]
    }

    private static func bytes(_ parts: [String]) -> [UInt8] {
        Array(parts.map { Array($0.utf8) }.joined(separator: [0]))
    }

    /// The whole file.
    func image(digest: Digest) -> [UInt8] {
        var body: [UInt8] = []
        var places: [UInt32] = []
        for key in order {
            guard let value = values[key] else { continue }
            places.append(UInt32(Self.headerLength + body.count))
            body.append(key.space.rawValue)
            body.append(number: UInt32(key.bytes.count))
            body += key.bytes
            body.append(number: UInt32(value.numbers.count))
            for number in value.numbers { body.append(number: number) }
        }
        var count = 16
        while count < 2 * places.count { count *= 2 }
        var slots = [UInt32](repeating: 0, count: count)
        for (key, place) in zip(order, places) {
            var slot = Int(truncatingIfNeeded: ProfileHash.of(key.space, key.bytes)) & (count - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (count - 1) }
            slots[slot] = place
        }
        while (Self.headerLength + body.count) % 4 != 0 { body.append(0) }
        let slotsBegin = Self.headerLength + body.count
        for slot in slots { body.append(number: slot) }
        let recordsBegin = Self.headerLength + body.count
        for kind in ProfileRecordKind.allCases {
            let list = records[kind] ?? []
            body.append(kind.rawValue)
            body.append(number: UInt32(list.count))
            for texts in list {
                body.append(number: UInt32(texts.count))
                for text in texts {
                    body.append(number: text.map { UInt32($0.utf8.count) } ?? .max)
                    body += Array((text ?? "").utf8)
                }
            }
        }
        var image = Self.magic + digest.bytes
        image.append(number: UInt32(Self.headerLength + body.count))
        image.append(number: UInt32(slotsBegin))
        image.append(number: UInt32(count))
        image.append(number: UInt32(recordsBegin))
        return image + body
    }
}

extension [UInt8] {
    fileprivate mutating func append(number: UInt32) {
        for shift in [0, 8, 16, 24] as [UInt32] { append(UInt8(truncatingIfNeeded: number >> shift)) }
    }
}

/// FNV-1a, 64 bits: keys are short, and nobody but the ministry chooses them.
struct ProfileHash {
    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }

    mutating func add(_ bytes: Span<UInt8>) {
        for at in bytes.indices { add(bytes[at]) }
    }

    static func of(_ space: ProfileSpace, _ bytes: [UInt8]) -> UInt64 {
        var hash = ProfileHash()
        hash.add(space.rawValue)
        for byte in bytes { hash.add(byte) }
        return hash.folded
    }

    /// The upper half takes part in the lower bits, which choose the slot.
    var folded: UInt64 { value ^ (value >> 32) }
}
