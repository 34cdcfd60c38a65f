internal import RecordTypes

/// What every engine does with a page once it has its bytes.
extension EntryPage {
    /// Calls `visit` with each record of a page from a position on, until it says false.
    /// - Parameters:
    ///   - first: the position of the page's first record.
    ///   - isLenient: leaves out what does not parse.
    /// - Returns: whether it may go on with the next page.
    /// - Throws: `damaged`, at the first record that does not parse.
    static func forEachRecord(
        of page: [UInt8], first: Int64, from start: Int64, isLenient: Bool = false,
        _ visit: (_ index: Int64, _ record: Record, _ page: [UInt8]) throws -> Bool
    ) throws -> Bool {
        let (records, isWhole) = records(in: page)
        for (index, record) in zip(first..., records) where index >= start {
            guard try visit(index, record, page) else { return false }
        }
        guard isWhole || isLenient else {
            throw LedgerError(.damaged, at: UInt64(clamping: first + Int64(records.count)))
        }
        return true
    }

    /// The record that stands at a position; nil where the page has none there that parses.
    static func record(at index: Int64, of page: [UInt8], first: Int64) -> Record? {
        let records = records(in: page).records
        return index >= first && index - first < Int64(records.count) ? records[Int(index - first)] : nil
    }

    /// - Parameter person: whose row the record names; nil where there is no such row.
    static func entry(
        _ index: Int64, _ record: Record, _ page: [UInt8], person: (blind: [UInt8], identity: [UInt8])?
    ) throws -> StoredEntry {
        guard let leafHash = Digest(page[record.leaf]) else { throw LedgerError(.damaged, at: UInt64(clamping: index)) }
        let parts = record.parts(of: page)
        var concerned: StoredEntry.Person?
        if let counter = parts.person?.counter, let person {
            concerned = StoredEntry.Person(
                blind: person.blind, identity: person.identity, counter: UInt64(clamping: counter))
        }
        return StoredEntry(
            index: UInt64(clamping: index), entry: parts.entry, leafHash: leafHash, person: concerned,
            keyCheck: parts.keyCheck, statement: parts.statement, opening: parts.opening, request: parts.request,
            time: nil)
    }

    /// The page with other bytes in the place of an entry's statement; nil where it holds no such entry.
    /// - Throws: `damaged` where it does not parse: what stands behind must not be lost.
    static func page(
        _ old: [UInt8], first: Int64, withStatement statement: [UInt8], at index: Int64
    ) throws -> [UInt8]? {
        let (records, isWhole) = records(in: old)
        guard isWhole else { throw LedgerError(.damaged, at: UInt64(clamping: index)) }
        guard index < first + Int64(records.count) else { return nil }
        let record = records[Int(index - first)]
        var parts = record.parts(of: old)
        parts.statement = statement
        var page = Array(old[..<record.whole.lowerBound])
        append(parts, to: &page)
        page += old[record.whole.upperBound...]
        return page
    }
}

extension EntryPage.Parts {
    /// - Parameter person: the entry's, with its row.
    init(_ entry: StoredEntry, _ person: EntryPage.Person?) {
        self.init(
            entry: entry.entry, leaf: entry.leafHash.bytes, person: person, keyCheck: entry.keyCheck,
            statement: entry.statement, opening: entry.opening, request: entry.request)
    }
}
