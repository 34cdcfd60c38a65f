/// Packs entries into pages, each after the one before.
struct EntryPacker {
    struct Page: Sendable {
        /// The position of its first record.
        let first: Int64
        let body: [UInt8]
    }

    private let shape: EntryPage.Shape
    private var first: Int64 = 0
    private var count = 0
    private var body: [UInt8] = []

    init(_ shape: EntryPage.Shape) { self.shape = shape }

    /// Begins a new page where the last has no room, or where an entry is missing in between.
    /// - Returns: the page that is finished by that.
    mutating func append(_ parts: EntryPage.Parts, at index: Int64) -> Page? {
        let isFull = count == shape.width || body.count + parts.byteCount > shape.bytes
        let finished = isFull || index != first + Int64(count) ? finish() : nil
        if count == 0 {
            first = index
            body.reserveCapacity(shape.bytes)
        }
        EntryPage.append(parts, to: &body)
        count += 1
        return finished
    }

    /// The page that was begun, if any.
    mutating func finish() -> Page? {
        guard count > 0 else { return nil }
        count = 0
        return Page(first: first, body: exchange(&body, with: []))
    }

    private func exchange(_ bytes: inout [UInt8], with new: [UInt8]) -> [UInt8] {
        defer { bytes = new }
        return bytes
    }
}
