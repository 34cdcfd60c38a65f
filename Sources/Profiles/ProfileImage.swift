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
    func first(_ space: ProfileSpace, _ a: some StringProtocol) -> Int? { first(at: place(space, a, "", "", parts: 1)) }

    func first(_ space: ProfileSpace, _ a: String, _ b: String) -> Int? { first(at: place(space, a, b, "", parts: 2)) }

    func first(_ space: ProfileSpace, _ a: String, _ b: String, _ c: String) -> Int? {
        first(at: place(space, a, b, c, parts: 3))
    }

    private func first(at place: Int?) -> Int? {
        guard let place, memory.number(place) > 0 else { return nil }
        return Int(memory.number(place + 4))
    }

    /// The numbers of all records of a key, in the order of the sources.
    func all(_ space: ProfileSpace, _ a: String) -> [Int] {
        guard let place = place(space, a, "", "", parts: 1) else { return [] }
        let count = min(Int(memory.number(place)), memory.count / 4)
        return (0..<count).map { Int(memory.number(place + 4 + 4 * $0)) }
    }

    func has(_ space: ProfileSpace, _ a: some StringProtocol) -> Bool { place(space, a, "", "", parts: 1) != nil }

    func has(_ space: ProfileSpace, _ a: String, _ b: String) -> Bool { place(space, a, b, "", parts: 2) != nil }

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
        _ space: ProfileSpace, _ a: some StringProtocol, _ b: String, _ c: String, parts: Int
    ) -> Int? {
        var hash = ProfileHash()
        var length = 0
        hash.add(space.rawValue)
        Self.each(a, b, c, parts) { byte in
            hash.add(byte)
            length += 1
        }
        var slot = Int(truncatingIfNeeded: hash.folded) & slotMask
        for _ in 0...slotMask {
            let entry = Int(memory.number(slotsBegin + 4 * slot))
            guard entry != 0 else { return nil }
            if memory.byte(entry) == space.rawValue, Int(memory.number(entry + 1)) == length {
                var position = entry + 5
                var isSame = true
                Self.each(a, b, c, parts) { byte in
                    if memory.byte(position) != byte { isSame = false }
                    position += 1
                }
                if isSame { return position }
            }
            slot = (slot + 1) & slotMask
        }
        return nil
    }

    private static func each(
        _ a: some StringProtocol, _ b: String, _ c: String, _ parts: Int,
        _ take: (UInt8) -> Void
    ) {
        for byte in a.utf8 { take(byte) }
        if parts > 1 {
            take(0)
            for byte in b.utf8 { take(byte) }
        }
        if parts > 2 {
            take(0)
            for byte in c.utf8 { take(byte) }
        }
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
