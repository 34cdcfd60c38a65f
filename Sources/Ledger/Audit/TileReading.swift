internal import TransparencyLog

/// One level-0 tile of a log with all that can be computed from it alone, so that tiles are read and hashed side by side.
struct TileReading: Sendable {
    let id: TileID
    /// Nil when the tile is not there, or is none.
    let tile: Tile?
    /// The root over a full tile.
    let root: MerkleHash?
    let entries: Entries

    enum Entries: Sendable {
        /// The log serves no entries.
        case withheld
        case sound
        /// The first entry that does not have the hash in the tile, or the bundle's first when it cannot be read.
        case differ(at: UInt64)
    }

    static func read(_ id: TileID, from files: any LogFiles, withEntries: Bool) async throws -> TileReading {
        guard let tile = try await tile(id, from: files), tile.hashes.count == id.width else {
            return TileReading(id: id, tile: nil, root: nil, entries: .withheld)
        }
        var entries = Entries.withheld
        if withEntries, let bundle = BundleID(under: id) {
            entries = try await compare(tile, with: bundle, from: files)
        }
        return TileReading(id: id, tile: tile, root: tile.root, entries: entries)
    }

    /// A partial tile may have been dropped once the full one is there: its beginning is the same.
    static func tile(_ id: TileID, from files: any LogFiles) async throws -> Tile? {
        var bytes = try await files.file(LogPath.tile(id).text)
        if bytes == nil, id.width < TileID.fullWidth, let full = try? TileID(level: id.level, index: id.index) {
            bytes = try await files.file(LogPath.tile(full).text)
            bytes = bytes.map { Array($0.prefix(id.width * MerkleHash.byteCount)) }
        }
        return bytes.flatMap { try? Tile(bytes: $0) }
    }

    /// The beginning of the tile as wide as the log's newest checkpoint has it: a folder or a mirror need not have the widths of every
    /// smaller checkpoint. The checkpoint only says which file to ask for; what is in it proves itself or nothing.
    static func wider(_ id: TileID, from files: any LogFiles) async throws -> Tile? {
        guard let note = try await files.file("checkpoint"),
            let shown = try? Checkpoint(text: SignedNote(bytes: note).text), id.level < 8
        else { return nil }
        let hashes = shown.size >> UInt64(id.level * 8)
        let (first, over) = id.index.multipliedReportingOverflow(by: UInt64(TileID.fullWidth))
        guard !over, hashes > first,
            let wide = try? TileID(
                level: id.level, index: id.index, width: Int(min(UInt64(TileID.fullWidth), hashes - first))),
            wide.width > id.width, let bytes = try await files.file(LogPath.tile(wide).text)
        else { return nil }
        return try? Tile(bytes: bytes.prefix(id.width * MerkleHash.byteCount))
    }

    private static func compare(
        _ tile: Tile, with bundle: BundleID, from files: any LogFiles
    ) async throws -> Entries {
        let first = bundle.index * UInt64(TileID.fullWidth)
        var bytes = try await files.file(LogPath.entries(bundle).text)
        if bytes == nil, bundle.width < TileID.fullWidth, let full = try? BundleID(index: bundle.index) {
            bytes = try await files.file(LogPath.entries(full).text)
        }
        guard let bytes, let leaves = try? EntryBundle.leafHashes(of: bytes), leaves.count >= tile.hashes.count else {
            return .differ(at: first)
        }
        for (position, hash) in tile.hashes.enumerated() where leaves[position] != hash {
            return .differ(at: first + UInt64(position))
        }
        return .sound
    }
}
