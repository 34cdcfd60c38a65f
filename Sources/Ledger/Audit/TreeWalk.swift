internal import TransparencyLog

/// One pass over a log's tiles from left to right: what it has found, and the right edge of the tree above the level-0 tiles.
struct TreeWalk {
    private let size: UInt64
    private var marks: ArraySlice<LogAudit.Mark>
    /// The log whose leaves are the roots of the full level-0 tiles.
    private var above = TileEdge()
    private var last: [MerkleHash] = []

    private var tiles: UInt64 = 0
    private var faultyTiles = Faults()
    private var soundEntries: UInt64 = 0
    private var faultyEntries = Faults()
    private var servesEntries = false
    private var isComplete = true
    private var marked: [(mark: LogAudit.Mark, isBeginning: Bool)] = []

    /// - Parameter marks: by size.
    init(size: UInt64, marks: [LogAudit.Mark]) {
        self.size = size
        self.marks = marks[...]
    }

    mutating func run(
        over files: any LogFiles, progress: (_ done: UInt64, _ all: UInt64) -> Void
    ) async throws {
        let width = UInt64(TileID.fullWidth)
        let count = size / width + (size % width > 0 ? 1 : 0)
        servesEntries = try await Self.servesEntries(files, size: size)
        compareMarks(upTo: 0, partial: [])
        var next: UInt64 = 0
        while next < count, isComplete {
            let end = min(count, next + UInt64(LogAudit.window))
            let ids = try (next..<end).map { index in
                try TileID(level: 0, index: index, width: Int(min(width, size - index * width)))
            }
            for reading in try await Self.read(ids, from: files, withEntries: servesEntries) {
                try await take(reading, files)
                guard isComplete else { break }
            }
            next = end
            progress(min(size, next * width), size)
        }
        if isComplete { try await comparePartialTiles(files) }
    }

    /// Whether the log serves entries at all is asked of its first bundle, once.
    private static func servesEntries(_ files: any LogFiles, size: UInt64) async throws -> Bool {
        guard size > 0 else { return false }
        let width = Int(min(UInt64(TileID.fullWidth), size))
        if try await files.file(LogPath.entries(BundleID(index: 0, width: width)).text) != nil { return true }
        return try await files.file(LogPath.entries(BundleID(index: 0)).text) != nil
    }

    private static func read(
        _ ids: [TileID], from files: any LogFiles, withEntries: Bool
    ) async throws -> [TileReading] {
        try await withThrowingTaskGroup(of: (Int, TileReading).self) { group in
            for (position, id) in ids.enumerated() {
                group.addTask { (position, try await TileReading.read(id, from: files, withEntries: withEntries)) }
            }
            var readings = [TileReading?](repeating: nil, count: ids.count)
            for try await (position, reading) in group { readings[position] = reading }
            return readings.compactMap(\.self)
        }
    }

    private mutating func take(_ reading: TileReading, _ files: any LogFiles) async throws {
        guard let tile = reading.tile else {
            faultyTiles.add("\(LogPath.tile(reading.id).text) is missing or no tile")
            isComplete = false
            return
        }
        tiles += 1
        switch reading.entries {
        case .withheld: break
        case .sound: soundEntries += UInt64(tile.hashes.count)
        case .differ(let index): faultyEntries.add("entry \(index) does not have the hash in its tile")
        }
        let first = reading.id.index * UInt64(TileID.fullWidth)
        compareMarks(upTo: first + UInt64(tile.hashes.count) - 1, partial: tile.hashes, from: first)
        if let root = reading.root {
            var full: [(TileID, Tile)] = []
            above.append(root) { full.append(($0, $1)) }
            for (id, tile) in full { try await compare(id, tile, files) }
            compareMarks(upTo: first + UInt64(TileID.fullWidth), partial: [])
        } else {
            last = tile.hashes
            compareMarks(upTo: size, partial: last, from: first)
        }
    }

    /// A tile above the leaves, as the walk has computed it.
    private mutating func compare(_ id: TileID, _ tile: Tile, _ files: any LogFiles) async throws {
        guard let id = try? TileID(level: id.level + 1, index: id.index, width: id.width) else { return }
        tiles += 1
        let stored = try await TileReading.tile(id, from: files)
        if stored == nil { faultyTiles.add("\(LogPath.tile(id).text) is missing or no tile") }
        if let stored, stored != tile { faultyTiles.add("\(LogPath.tile(id).text) is not what lies below it") }
    }

    private mutating func comparePartialTiles(_ files: any LogFiles) async throws {
        for (id, tile) in above.partialTiles { try await compare(id, tile, files) }
    }

    /// Holds every mark up to `size` against the root that the log had then.
    private mutating func compareMarks(upTo size: UInt64, partial: [MerkleHash], from first: UInt64 = 0) {
        while let mark = marks.first, mark.size <= size {
            marks.removeFirst()
            let root = above.root(followedBy: partial.prefix(Int(mark.size - first)))
            marked.append((mark, root == mark.root))
        }
    }

    func tell(_ report: inout VerificationReport, root: MerkleHash) {
        if let faults = faultyTiles.text {
            report.add(.fail, "tiles", faults)
        } else {
            report.add(.ok, "tiles", "\(tiles) computed anew")
        }
        if let faults = faultyEntries.text {
            report.add(.fail, "entries", faults)
        } else if servesEntries, !isComplete {
            report.add(.notApplicable, "entries", "\(soundEntries) of \(size) were compared")
        } else if servesEntries {
            report.add(soundEntries == size ? .ok : .fail, "entries", "\(soundEntries) of \(size) have their leaf hash")
        } else {
            report.add(.notApplicable, "entries", "the log serves none")
        }
        if isComplete {
            let isSame = above.root(followedBy: last[...]) == root
            report.add(isSame ? .ok : .fail, "root", isSame ? "is the signed one" : "is not the signed one")
        } else {
            report.add(.fail, "root", "cannot be computed")
        }
        let anchored = marked.count { $0.mark.isAnchored && $0.isBeginning }
        if anchored > 0 { report.add(.ok, "anchored checkpoints", "\(anchored) are this log's beginning") }
        for (mark, isBeginning) in marked where !(mark.isAnchored && isBeginning) {
            report.add(
                isBeginning ? .ok : .fail, "old checkpoint \(mark.name)",
                isBeginning
                    ? "its \(mark.size) entries are this log's beginning"
                    : "FORK: of its \(mark.size) entries some are not this log's")
        }
        for mark in marks { report.add(.fail, "old checkpoint \(mark.name)", "cannot be compared: tiles are missing") }
    }

    /// The first few faults in words, and how many more.
    private struct Faults {
        private var words: [String] = []
        private var count = 0

        mutating func add(_ word: String) {
            count += 1
            if words.count < 8 { words.append(word) }
        }

        var text: String? {
            guard count > 0 else { return nil }
            return words.joined(separator: "; ") + (count > words.count ? "; and \(count - words.count) more" : "")
        }
    }
}
