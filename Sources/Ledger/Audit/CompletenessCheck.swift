internal import Crypto
internal import RecordTypes
public import TransparencyLog

/// What a person's own file says of their entries in the log: numbers, places, and the keys by which the tags are made.
public struct PersonalEntries: Hashable, Sendable {
    public struct Entry: Hashable, Sendable {
        public let counter: UInt64
        public let index: UInt64

        public init(counter: UInt64, index: UInt64) {
            self.counter = counter
            self.index = index
        }
    }

    /// The checkpoint as of which it is said.
    public let checkpoint: [UInt8]
    public let last: UInt64
    public let entries: [Entry]
    /// By year: what makes the tags of that year.
    public let keys: [Int64: [UInt8]]

    public init(checkpoint: [UInt8], last: UInt64, entries: [Entry], keys: [Int64: [UInt8]]) {
        self.checkpoint = checkpoint
        self.last = last
        self.entries = entries
        self.keys = keys
    }
}

/// Holds a person's own file against the public log, with nothing but the log's files: each of the numbers 1 to the last is there, where the
/// file says, once; and none of the numbers behind the last is anywhere.
///
/// The tag of an entry is HMAC-SHA-256(key of the year, "HL1/tag" ‖ counter as 8 bytes), its first 16 bytes. A gateway that hides an entry must
/// leave out its number, or stop counting before it: the first shows as a gap, the second is found by its tag.
public struct CompletenessCheck: Sendable {
    private let files: any LogFiles
    private let key: VerifierKey?

    /// How many numbers behind the last one are looked for.
    public static let lookedForBehind: UInt64 = 1_000

    public init(files: any LogFiles, key: VerifierKey?) {
        self.files = files
        self.key = key
    }

    /// - Throws: what `files` throws. What is wrong is a line of the report.
    @concurrent
    public func run(_ person: PersonalEntries) async throws -> VerificationReport {
        // The whole log first: the root of the checkpoint that is public now, and that the file's is one of its beginnings.
        var report = try await LogAudit(
            files: files, key: key, policy: nil,
            old: [LogAudit.OldCheckpoint(name: "of the file", note: person.checkpoint)]
        ).run()
        guard report.outcome == .ok else { return report }
        guard let newest = try await files.file("checkpoint"), let size = Self.size(of: newest),
            let named = Self.size(of: person.checkpoint), named <= size
        else {
            report.add(.fail, "checkpoint of the file", "cannot be read")
            return report
        }
        countNumbers(person, below: named, &report)
        try await findTags(person, below: named, inLogOf: size, &report)
        return report
    }

    private static func size(of note: [UInt8]) -> UInt64? {
        let lines = String(decoding: note, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        return lines.count > 2 ? UInt64(lines[1]) : nil
    }

    private func countNumbers(_ person: PersonalEntries, below size: UInt64, _ report: inout VerificationReport) {
        let numbers = person.entries.map(\.counter).sorted()
        guard person.entries.allSatisfy({ $0.index < size }) else {
            report.add(.fail, "numbers", "an entry stands behind the checkpoint of the file")
            return
        }
        let expected = person.last == 0 ? [] : Array(1...person.last)
        if numbers == expected {
            report.add(.ok, "numbers", "1 to \(person.last), each once")
        } else {
            let missing = Set(expected).subtracting(numbers).sorted().prefix(10).map(String.init)
            report.add(
                .fail, "numbers",
                missing.isEmpty ? "a number comes twice" : "missing: \(missing.joined(separator: ", "))")
        }
    }

    private func findTags(
        _ person: PersonalEntries, below named: UInt64, inLogOf size: UInt64, _ report: inout VerificationReport
    ) async throws {
        var wanted: [[UInt8]: UInt64] = [:]
        let end = person.last + Self.lookedForBehind
        for key in person.keys.values {
            for counter in stride(from: UInt64(1), through: end, by: 1) {
                wanted[Self.tag(key, counter)] = counter
            }
        }
        var found: [UInt64: [UInt64]] = [:]
        let width = UInt64(TileID.fullWidth)
        var index: UInt64 = 0
        while index * width < named {
            let count = Int(min(width, size - index * width))
            guard let entries = try await entries(index, count) else {
                report.add(.fail, "tags", "the log serves no entries here, so nothing is proved; ask a mirror")
                return
            }
            for (offset, bytes) in entries.enumerated() where index * width + UInt64(offset) < named {
                if let entry = try? LedgerEntry(bytes: bytes), let counter = wanted[entry.tag] {
                    found[counter, default: []].append(index * width + UInt64(offset))
                }
            }
            index += 1
        }
        let behind = found.keys.filter { $0 > person.last }.sorted()
        if behind.isEmpty {
            report.add(
                .ok, "behind the last", "none of the numbers \(person.last + 1) to \(end) is in the log")
        } else {
            report.add(
                .fail, "behind the last",
                "HIDDEN: number \(behind[0]) stands at \(found[behind[0]]?.first ?? 0), and the file stops at \(person.last)"
            )
        }
        let misplaced = person.entries.filter { found[$0.counter] != [$0.index] }
        if let first = misplaced.first {
            report.add(.fail, "places", "number \(first.counter) does not stand where the file says, or not once")
        } else {
            report.add(.ok, "places", "each of \(person.entries.count) entries stands where the file says")
        }
    }

    /// Entries of a bundle, of a full one where the partial one is not kept.
    private func entries(_ index: UInt64, _ count: Int) async throws -> [[UInt8]]? {
        for width in Set([count, TileID.fullWidth]).sorted() {
            let id = try BundleID(index: index, width: width)
            guard let bytes = try await files.file(LogPath.entries(id).text) else { continue }
            return Array(try EntryBundle(bytes: bytes).entries.prefix(count))
        }
        return nil
    }

    static func tag(_ key: [UInt8], _ counter: UInt64) -> [UInt8] {
        let code = HMAC<SHA256>.authenticationCode(
            for: Array("HL1/tag".utf8) + BigEndian.bytes(counter), using: SymmetricKey(data: key))
        return Array(code.prefix(LedgerEntry.tagLength))
    }
}
