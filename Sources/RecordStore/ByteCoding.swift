/// Writes what ``ByteReading`` reads: integers as 8 big-endian bytes, byte strings with their length before them.
struct ByteCoding {
    private(set) var bytes: [UInt8] = []

    mutating func append(_ value: Int) {
        for shift in stride(from: 56, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }

    mutating func append(_ value: [UInt8]) {
        append(value.count)
        bytes.append(contentsOf: value)
    }

    mutating func append(_ text: String) { append(Array(text.utf8)) }

    /// One byte says whether there is one.
    mutating func append(_ text: String?) {
        bytes.append(text == nil ? 0 : 1)
        if let text { append(text) }
    }
}

/// Reads what ``ByteCoding`` wrote; nil at the first thing that is not so.
struct ByteReading {
    private let all: [UInt8]
    private var at = 0

    init(_ bytes: [UInt8]) { all = bytes }

    var isAtEnd: Bool { at == all.count }

    mutating func byte() -> UInt8? {
        guard at < all.count else { return nil }
        defer { at += 1 }
        return all[at]
    }

    mutating func integer() -> Int? {
        guard all.count - at >= 8 else { return nil }
        defer { at += 8 }
        return all[at..<at + 8].reduce(0) { $0 << 8 | Int($1) }
    }

    mutating func bytes() -> [UInt8]? {
        guard let count = integer(), count >= 0, count <= all.count - at else { return nil }
        defer { at += count }
        return Array(all[at..<at + count])
    }

    mutating func text() -> String? { bytes().map { String(decoding: $0, as: UTF8.self) } }

    /// Outer nil: not readable; inner nil: none was written.
    mutating func optionalText() -> String?? {
        switch byte() {
        case 0: .some(nil)
        case 1: text().map { .some($0) }
        default: nil
        }
    }
}
