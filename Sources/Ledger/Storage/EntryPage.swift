internal import RecordTypes

/// Entries that stand next to each other, as every engine keeps them: records one after the other in one blob.
///
/// A table's row for each entry costs more than all the rest of a batch's transaction: an engine finds a place for each, and writes a header
/// of columns. An entry that comes alone is a page of its own.
///
/// ```text
/// flags      1   1: about a person, 2: with an idempotency key, 4 (with 1): with the place of the person's entry before; no other bit
/// leaf      32
/// person    16   row and count, if flagged
/// previous   8   if flagged
/// key check  1+n length first, as in all that follow
/// request    1+n if flagged
/// entry      2+n
/// opening    2+n
/// statement  4+n
/// ```
/// Numbers are big-endian. Every bit means something: what is altered does not parse, or does not fit the entry's seals and hashes.
enum EntryPage {
    /// How much a page takes: what is cheapest for an engine. Whoever reads need not know it.
    struct Shape: Sendable {
        /// Records, at most.
        let width: Int
        /// Bytes, at most, unless a single record has more.
        let bytes: Int

        /// SQLite: a batch of a thousand is some sixteen pages.
        static let blob = Shape(width: 64, bytes: 33_792)
        /// PostgreSQL: what just fits into one of its own pages of 8 kB, beside the tuple's head (24), the position (8) and the length (4).
        static let tuple = Shape(width: 64, bytes: 8_124)
    }

    /// Whom a record is about, as the storage names persons.
    struct Person: Hashable, Sendable {
        let row: Int64
        let counter: Int64
        /// Where the same person's entry before stands; nil for the first, and where that was not yet written down.
        let previous: Int64?
    }

    /// A record to be written.
    struct Parts {
        var entry: [UInt8]
        var leaf: [UInt8]
        var person: Person?
        var keyCheck: [UInt8]
        var statement: [UInt8]
        var opening: [UInt8]
        var request: [UInt8]?

        /// Whether the layout has room for each.
        var isStorable: Bool {
            leaf.count == EntryPage.leafLength && keyCheck.count < 256 && request?.count ?? 0 < 256
                && entry.count < 65_536 && opening.count < 65_536 && statement.count <= UInt32.max
        }

        /// What a record of them takes.
        var byteCount: Int {
            1 + leaf.count + (person == nil ? 0 : person?.previous == nil ? 16 : 24) + 1 + keyCheck.count
                + (request.map { 1 + $0.count } ?? 0) + 2
                + entry.count + 2 + opening.count + 4 + statement.count
        }
    }

    /// Where the parts of a record stand in the page's bytes.
    struct Record {
        let whole: Range<Int>
        let leaf: Range<Int>
        let person: Person?
        let keyCheck: Range<Int>
        let request: Range<Int>?
        let entry: Range<Int>
        let opening: Range<Int>
        let statement: Range<Int>

        func parts(of bytes: [UInt8]) -> Parts {
            Parts(
                entry: Array(bytes[entry]), leaf: Array(bytes[leaf]), person: person, keyCheck: Array(bytes[keyCheck]),
                statement: Array(bytes[statement]), opening: Array(bytes[opening]),
                request: request.map { Array(bytes[$0]) })
        }
    }

    private static let leafLength = 32

    static func append(_ parts: Parts, to bytes: inout [UInt8]) {
        precondition(parts.isStorable, "an entry's parts are ours")
        bytes.append(
            (parts.person == nil ? 0 : 1) | (parts.request == nil ? 0 : 2) | (parts.person?.previous == nil ? 0 : 4))
        bytes += parts.leaf
        if let person = parts.person {
            BigEndian.append(UInt64(bitPattern: person.row), to: &bytes)
            BigEndian.append(UInt64(bitPattern: person.counter), to: &bytes)
            if let previous = person.previous { BigEndian.append(UInt64(bitPattern: previous), to: &bytes) }
        }
        bytes.append(UInt8(parts.keyCheck.count))
        bytes += parts.keyCheck
        if let request = parts.request {
            bytes.append(UInt8(request.count))
            bytes += request
        }
        BigEndian.append(UInt16(parts.entry.count), to: &bytes)
        bytes += parts.entry
        BigEndian.append(UInt16(parts.opening.count), to: &bytes)
        bytes += parts.opening
        BigEndian.append(UInt32(parts.statement.count), to: &bytes)
        bytes += parts.statement
    }

    /// The records up to the first that does not parse.
    static func records(in bytes: [UInt8]) -> (records: [Record], isWhole: Bool) {
        var records: [Record] = []
        records.reserveCapacity(Shape.blob.width)
        var reader = Reader(bytes: bytes)
        while reader.position < bytes.count {
            guard let record = reader.record() else { return (records, false) }
            records.append(record)
        }
        return (records, true)
    }

    private struct Reader {
        let bytes: [UInt8]
        var position = 0

        mutating func record() -> Record? {
            let start = position
            guard let flags = number(1), flags < 4 || flags < 8 && flags & 1 != 0, let leaf = take(leafLength) else {
                return nil
            }
            var person: Person?
            if flags & 1 != 0 {
                guard let row = number(8), let counter = number(8) else { return nil }
                let previous = flags & 4 == 0 ? nil : number(8)
                if flags & 4 != 0, previous == nil { return nil }
                person = Person(
                    row: Int64(bitPattern: row), counter: Int64(bitPattern: counter),
                    previous: previous.map { Int64(bitPattern: $0) })
            }
            guard let keyCheck = field(1) else { return nil }
            var request: Range<Int>?
            if flags & 2 != 0 {
                request = field(1)
                if request == nil { return nil }
            }
            guard let entry = field(2), let opening = field(2), let statement = field(4) else { return nil }
            return Record(
                whole: start..<position, leaf: leaf, person: person, keyCheck: keyCheck, request: request, entry: entry,
                opening: opening, statement: statement)
        }

        private mutating func take(_ count: Int) -> Range<Int>? {
            guard count <= bytes.count - position else { return nil }
            defer { position += count }
            return position..<position + count
        }

        private mutating func number(_ width: Int) -> UInt64? {
            guard let place = take(width) else { return nil }
            var number: UInt64 = 0
            for position in place { number = number << 8 | UInt64(bytes[position]) }
            return number
        }

        private mutating func field(_ width: Int) -> Range<Int>? {
            guard let count = number(width) else { return nil }
            return take(Int(clamping: count))
        }
    }
}
