internal import RecordTypes

/// A compiled set as it lies in memory: keys are looked up in place, records are read once.
struct ProfileImage: Sendable {
    private let memory: ProfileMemory
    private let slotsBegin: Int
    private let slotMask: Int
    private let recordsBegin: Int
    let digest: Digest

    /// Nil for anything that ``ProfileImageWriter`` has not written whole.
    init?(_ memory: ProfileMemory) {
        let magic = ProfileImageWriter.magic
        guard memory.count >= ProfileImageWriter.headerLength, memory.bytes(0, count: magic.count) == magic,
            let digest = memory.bytes(magic.count, count: 32).flatMap({ Digest($0) })
        else { return nil }
        let slots = Int(memory.number(48))
        slotsBegin = Int(memory.number(44))
        recordsBegin = Int(memory.number(52))
        guard Int(memory.number(40)) == memory.count, slots >= 16, slots & (slots - 1) == 0,
            slotsBegin >= ProfileImageWriter.headerLength, slotsBegin + 4 * slots <= recordsBegin,
            recordsBegin <= memory.count
        else { return nil }
        slotMask = slots - 1
        self.memory = memory
        self.digest = digest
    }

    /// The number of the first record of a key of one part.
    func first(_ space: ProfileSpace, _ a: String) -> Int? { first(at: place(space, a.utf8.span)) }

    func first(_ space: ProfileSpace, _ a: Substring) -> Int? { first(at: place(space, a.utf8.span)) }

    func first(_ space: ProfileSpace, _ a: ArraySlice<UInt8>) -> Int? { first(at: place(space, a.span)) }

    /// That of the key `a^b`, as tables write a template with its extension.
    func first(_ space: ProfileSpace, _ a: ArraySlice<UInt8>, versioned b: ArraySlice<UInt8>) -> Int? {
        first(at: place(space, a.span, b.span, parts: 2, divider: UInt8(ascii: "^")))
    }

    func first(_ space: ProfileSpace, _ a: String, _ b: String) -> Int? {
        first(at: place(space, a.utf8.span, b.utf8.span, parts: 2))
    }

    func first(_ space: ProfileSpace, _ a: String, _ b: String, _ c: String) -> Int? {
        first(at: place(space, a.utf8.span, b.utf8.span, c.utf8.span, parts: 3))
    }

    private func first(at place: Int?) -> Int? {
        guard let place, memory.number(place) > 0 else { return nil }
        return Int(memory.number(place + 4))
    }

    /// The numbers of all records of a key, in the order of the sources.
    func all(_ space: ProfileSpace, _ a: String) -> [Int] {
        guard let place = place(space, a.utf8.span) else { return [] }
        let count = min(Int(memory.number(place)), memory.count / 4)
        return (0..<count).map { Int(memory.number(place + 4 + 4 * $0)) }
    }

    func has(_ space: ProfileSpace, _ a: String) -> Bool { place(space, a.utf8.span) != nil }

    func has(_ space: ProfileSpace, _ a: Substring) -> Bool { place(space, a.utf8.span) != nil }

    func has(_ space: ProfileSpace, _ a: String, _ b: String) -> Bool {
        place(space, a.utf8.span, b.utf8.span, parts: 2) != nil
    }

    /// All keys of a space, for listings. One walk over the file.
    func keys(_ space: ProfileSpace) -> [String] {
        var keys: [String] = []
        for slot in 0...slotMask {
            let entry = Int(memory.number(slotsBegin + 4 * slot))
            guard entry != 0, memory.byte(entry) == space.rawValue,
                let bytes = memory.bytes(entry + 5, count: Int(memory.number(entry + 1)))
            else { continue }
            keys.append(String(decoding: bytes, as: UTF8.self))
        }
        return keys.sorted()
    }

    /// Where the count of a key's values stands. Allocates nothing.
    private func place(
        _ space: ProfileSpace, _ a: Span<UInt8>, _ b: Span<UInt8> = Span(), _ c: Span<UInt8> = Span(), parts: Int = 1,
        divider: UInt8 = 0
    ) -> Int? {
        var hash = ProfileHash()
        hash.add(space.rawValue)
        hash.add(a)
        if parts > 1 {
            hash.add(divider)
            hash.add(b)
        }
        if parts > 2 {
            hash.add(divider)
            hash.add(c)
        }
        let length = a.count + b.count + c.count + parts - 1
        var slot = Int(truncatingIfNeeded: hash.folded) & slotMask
        for _ in 0...slotMask {
            let entry = Int(memory.number(slotsBegin + 4 * slot))
            guard entry != 0 else { return nil }
            if memory.byte(entry) == space.rawValue, Int(memory.number(entry + 1)) == length {
                let position = entry + 5
                if memory.holds(a, at: position),
                    parts < 2
                        || memory.byte(position + a.count) == divider && memory.holds(b, at: position + a.count + 1),
                    parts < 3
                        || memory.byte(position + a.count + 1 + b.count) == divider
                            && memory.holds(c, at: position + a.count + b.count + 2)
                {
                    return position + length
                }
            }
            slot = (slot + 1) & slotMask
        }
        return nil
    }

    /// All records, kind by kind; nil when the file is damaged.
    func records() -> [ProfileRecordKind: [[String?]]]? {
        var records: [ProfileRecordKind: [[String?]]] = [:]
        var position = recordsBegin
        for kind in ProfileRecordKind.allCases {
            guard memory.byte(position) == kind.rawValue else { return nil }
            let count = Int(memory.number(position + 1))
            guard count <= memory.count / 4 else { return nil }
            position += 5
            var list: [[String?]] = []
            list.reserveCapacity(count)
            for _ in 0..<count {
                let fields = Int(memory.number(position))
                guard fields <= 64 else { return nil }
                position += 4
                var texts: [String?] = []
                texts.reserveCapacity(fields)
                for _ in 0..<fields {
                    let length = memory.number(position)
                    position += 4
                    if length == .max {
                        texts.append(nil)
                        continue
                    }
                    guard let bytes = memory.bytes(position, count: Int(length)) else { return nil }
                    texts.append(String(decoding: bytes, as: UTF8.self))
                    position += Int(length)
                }
                list.append(texts)
            }
            records[kind] = list
        }
        return position == memory.count ? records : nil
    }
}
