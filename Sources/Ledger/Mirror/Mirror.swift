internal import Foundation
public import RecordTypes
internal import Sealing
public import TransparencyLog

/// A second copy of a log, in other hands: it follows, computes everything anew, cosigns what it has whole, and serves it.
///
/// Its folder:
///
/// ```text
/// mirror.key             its cosigner's key, for mirroring and nothing else
/// mirror.sqlite          how far it has come, where each tag stands, evidence
/// log/tile/…             tiles and, where the log gives them, entry bundles: files of C2SP tlog-tiles
/// log/vkey               the key of the log that is mirrored
/// ```
public final class Mirror: Sendable {
    private let folder: String
    private let cosigner: Cosigner
    private let logs: [VerifierKey]
    private let needsEntries: Bool
    private let store: MirrorStore
    private let clock: @Sendable () -> Instant

    /// What one look at the log brought.
    public enum Step: Hashable, Sendable {
        case unchanged(size: UInt64)
        case advanced(from: UInt64, to: UInt64)
    }

    /// Tiles that are read and hashed before they are written and flushed together.
    static let window = 32

    /// Opens a mirror's folder, or makes it.
    ///
    /// - Parameters:
    ///   - logs: the key of the log; several of one name while it changes its key.
    ///   - needsEntries: whether a tile without its entry bundle is a fault; else only hashes are mirrored where bundles are withheld.
    /// - Throws: ``LedgerError``: `anotherLog` when the folder mirrors a log of another name.
    public static func open(
        folder: String, cosigner: Cosigner, logs: [VerifierKey], needsEntries: Bool,
        clock: @escaping @Sendable () -> Instant
    ) async throws -> Mirror {
        guard let log = logs.first, logs.allSatisfy({ $0.name == log.name && $0.algorithm == .ed25519 }) else {
            throw LedgerError(.anotherLog)
        }
        let store = try await MirrorStore.open(path: "\(folder)/mirror.sqlite")
        if let mirrored = try await store.mirrored(), mirrored.origin != log.name { throw LedgerError(.anotherLog) }
        let mirror = Mirror(
            folder: folder, cosigner: cosigner, logs: logs, needsEntries: needsEntries, store: store, clock: clock)
        try mirror.write([("vkey", Array(logs.map { "\($0.text)\n" }.joined().utf8))])
        return mirror
    }

    private init(
        folder: String, cosigner: Cosigner, logs: [VerifierKey], needsEntries: Bool, store: MirrorStore,
        clock: @escaping @Sendable () -> Instant
    ) {
        self.folder = folder
        self.cosigner = cosigner
        self.logs = logs
        self.needsEntries = needsEntries
        self.store = store
        self.clock = clock
    }

    public var verifierKey: VerifierKey { cosigner.verifierKey }
    public var origin: String { logs[0].name }

    // MARK: Following

    /// Brings the copy up to the log's newest checkpoint.
    ///
    /// 1. the checkpoint is read; its signature must be the log's, and it must be no smaller than what was mirrored;
    /// 2. new tiles and bundles are read, every leaf hash compared with its entry, and the tree is grown from the copy's own right edge:
    ///    a log that has changed anything before gets another root. Files are written and flushed on the way; a crash leaves files
    ///    beyond the mirrored size, which nobody is shown and the next step writes again;
    /// 3. only when the root is the signed one: size, note and cosignature, in one transaction. From here on it is shown.
    ///
    /// - Parameter progress: called with the number of entries done and to do.
    /// - Throws: ``MirrorError`` for what is wrong with the log, evidence kept; what `source` fails with.
    public func follow(
        _ source: some LogFiles, progress: @Sendable (_ done: UInt64, _ all: UInt64) -> Void = { _, _ in }
    ) async throws -> Step {
        guard let bytes = try await source.file("checkpoint") else { throw MirrorError(.noCheckpoint) }
        let note: SignedNote
        let checkpoint: Checkpoint
        do {
            note = try SignedNote(bytes: bytes)
            checkpoint = try Checkpoint(verifying: note, logs: logs)
        } catch { throw MirrorError(.badCheckpoint, cause: error) }
        let old = try await store.mirrored()
        let size = old?.size ?? 0
        guard checkpoint.size >= size, checkpoint.size <= UInt64(Int64.max) else {
            // An older checkpoint alone contradicts nothing: a cache may have shown it.
            throw MirrorError(.rollback, at: checkpoint.size)
        }
        if let old, checkpoint.size == size {
            guard checkpoint.root == old.root else { throw try await contradiction(bytes, old.note, at: size) }
            return .unchanged(size: size)
        }
        try await store.dropTags(from: size)
        let edge = try await grow(from: size, to: checkpoint.size, source, progress)
        guard edge.root == checkpoint.root else {
            // Tiles that do not fit are no proof against the log's key; two signed roots would be. The note is kept for who looks.
            try await keepEvidence(bytes, old?.note ?? [])
            throw MirrorError(.fork, at: checkpoint.size)
        }
        try write(edge.partialTiles.map { (LogPath.tile($0.id).text, $0.tile.bytes) })
        try await cosign(note, checkpoint, after: old)
        return .advanced(from: size, to: checkpoint.size)
    }

    private func contradiction(_ note: [UInt8], _ mirrored: [UInt8], at size: UInt64) async throws -> MirrorError {
        try await keepEvidence(note, mirrored)
        return MirrorError(.fork, at: size)
    }

    private func keepEvidence(_ note: [UInt8], _ mirrored: [UInt8]) async throws {
        try await store.keepEvidence(note, mirrored: mirrored, at: clock())
    }

    private func cosign(_ note: SignedNote, _ checkpoint: Checkpoint, after old: WitnessedCheckpoint?) async throws {
        let time = max(UInt64(clamping: clock().seconds), old?.time ?? 0)
        var shown = note
        shown.removeSignatures(by: cosigner.verifierKey)
        try shown.add([try cosigner.cosignature(on: checkpoint, time: time)])
        try await store.keep(
            WitnessedCheckpoint(
                origin: checkpoint.origin, size: checkpoint.size, root: checkpoint.root, time: time, note: shown.bytes))
    }

    /// Reads level-0 tiles from the one that holds entry `size` on; gives the right edge of the log at `end`.
    private func grow(
        from size: UInt64, to end: UInt64, _ source: some LogFiles,
        _ progress: @Sendable (_ done: UInt64, _ all: UInt64) -> Void
    ) async throws -> TileEdge {
        var edge = try await ownEdge(at: size)
        let width = UInt64(TileID.fullWidth)
        var next = size / width
        let count = (end + width - 1) / width
        while next < count {
            let upTo = min(count, next + UInt64(Self.window))
            let ids = try (next..<upTo).map {
                try TileID(level: 0, index: $0, width: Int(min(width, end - $0 * width)))
            }
            let read = try await withThrowingTaskGroup(of: (Int, MirroredTile).self) { group in
                for (position, id) in ids.enumerated() {
                    group.addTask {
                        (position, try await MirroredTile(id, from: source, needsEntries: self.needsEntries))
                    }
                }
                var read = [MirroredTile?](repeating: nil, count: ids.count)
                for try await (position, tile) in group { read[position] = tile }
                return read.compactMap(\.self)
            }
            var files: [(String, [UInt8])] = []
            var tags: [(tag: [UInt8], index: UInt64)] = []
            for tile in read {
                let first = tile.id.index * width
                for (position, hash) in tile.tile.hashes.enumerated() where first + UInt64(position) >= edge.size {
                    edge.append(hash) { id, full in files.append((LogPath.tile(id).text, full.bytes)) }
                }
                guard let bundle = tile.bundle, let id = BundleID(under: tile.id) else { continue }
                files.append((LogPath.entries(id).text, bundle.bytes))
                for (position, entry) in bundle.entries.enumerated() {
                    guard let layout = try? LedgerEntry(bytes: entry) else { continue }
                    tags.append((layout.tag, first + UInt64(position)))
                }
            }
            try write(files)
            try await store.keep(tags: tags)
            next = upTo
            progress(min(end, next * width), end)
        }
        return edge
    }

    /// The right edge of the copy itself, from its own files: what the log shows of old entries counts for nothing.
    private func ownEdge(at size: UInt64) async throws -> TileEdge {
        var tiles: [TileID: Tile] = [:]
        for id in TileEdge.tiles(ofLogOf: size) {
            guard let tile = try await TileReading.tile(id, from: LogFolder("\(folder)/log")) else {
                throw MirrorError(.damaged, at: size)
            }
            tiles[id] = tile
        }
        let edge = try TileEdge(size: size) { id in
            guard let tile = tiles[id] else { throw MirrorError(.damaged, at: size) }
            return tile
        }
        guard try await store.mirrored()?.root ?? .emptyRoot == edge.root else { throw MirrorError(.damaged, at: size) }
        return edge
    }

    /// Whole files, flushed, each under its own name in one step.
    private func write(_ files: [(path: String, bytes: [UInt8])]) throws {
        var folders: Set<String> = []
        for (path, bytes) in files {
            let final = "\(folder)/log/\(path)"
            let parent = DurableFolder.parent(of: final)
            if folders.insert(parent).inserted {
                try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
            }
            try DurableFile.replace(final, with: bytes)
        }
        for folder in folders { try DurableFolder.flush(folder) }
    }

    /// Copies proofs of time that are not here yet. They prove themselves, so nothing is judged; the list is written last. It only grows:
    /// what the log does not name any more, as one that has gone back behind an anchored checkpoint would not, stays in this one.
    public func followAnchors(_ source: some LogFiles) async throws {
        guard let list = try await source.file("anchor/list") else { return }
        let own = LogFolder("\(folder)/log")
        let known = try await own.file("anchor/list") ?? []
        let old = Set(known.split(separator: UInt8(ascii: "\n")))
        let new = list.split(separator: UInt8(ascii: "\n")).filter { !old.contains($0) }
        guard !new.isEmpty else { return }
        for line in new {
            guard let line = String(validating: line, as: UTF8.self).flatMap({ AnchorListLine($0) }) else {
                throw MirrorError(.damaged)
            }
            for path in ["anchor/\(line.object)", "anchor/\(line.file)"] where try await own.file(path) == nil {
                guard let bytes = try await source.file(path), bytes.count <= SignedNote.limitInBytes else { continue }
                try write([(path, bytes)])
            }
        }
        try write([("anchor/list", known + new.flatMap { $0 + [UInt8(ascii: "\n")] })])
    }

    // MARK: Serving

    /// A file of the copy: `checkpoint` with the mirror's cosignature, `tile/…`, `vkey`. Nothing beyond what was cosigned.
    public func file(_ path: String) async throws -> [UInt8]? {
        guard let mirrored = try await store.mirrored() else { return nil }
        switch try? LogPath(path) {
        case .checkpoint: return mirrored.note
        case .tile(let id):
            guard let needed = id.sizeNeeded, needed <= mirrored.size else { return nil }
            return try await tile(id, inLogOf: mirrored.size)?.bytes
        case .entries(let id):
            guard let range = id.entries, range.upperBound <= mirrored.size else { return nil }
            return try await bundle(id, inLogOf: mirrored.size)?.bytes
        case nil:
            // Names that stand in a list, never what somebody asks for: no path leads out of the folder.
            guard path == "vkey" || path == "anchor/list" || path.isAnchorPath else { return nil }
            return try await LogFolder("\(folder)/log").file(path)
        }
    }

    /// A tile of any width, from the widest one that there is: an anchored checkpoint may be of a size at which the mirror never stopped.
    private func tile(_ id: TileID, inLogOf size: UInt64) async throws -> Tile? {
        let files = LogFolder("\(folder)/log")
        if let tile = try await TileReading.tile(id, from: files) { return tile }
        let hashes = size >> UInt64(id.level * 8) - id.index * UInt64(TileID.fullWidth)
        let widest = try TileID(
            level: id.level, index: id.index, width: Int(min(UInt64(TileID.fullWidth), hashes)))
        let bytes = try await files.file(LogPath.tile(widest).text)
        return bytes.flatMap { try? Tile(bytes: $0.prefix(id.width * MerkleHash.byteCount)) }
    }

    /// A bundle of any width, from the widest one that there is.
    private func bundle(_ id: BundleID, inLogOf size: UInt64) async throws -> EntryBundle? {
        let start = id.index * UInt64(TileID.fullWidth)
        let widest = Int(min(UInt64(TileID.fullWidth), size - start))
        for width in [id.width, TileID.fullWidth, widest] where width >= id.width {
            let path = LogPath.entries(try BundleID(index: id.index, width: width)).text
            guard let bytes = try await LogFolder("\(folder)/log").file(path) else { continue }
            let entries = try EntryBundle(bytes: bytes).entries
            return entries.count < id.width ? nil : try EntryBundle(entries: Array(entries.prefix(id.width)))
        }
        return nil
    }

    /// The entries whose tags begin with `prefix`, 2 to 16 bytes, with their indexes; at most ``tagLimit``.
    ///
    /// Who asks with a short prefix does not show which tag was meant. Empty also where the log withholds its entries.
    public func entries(tagPrefix prefix: [UInt8]) async throws -> [(index: UInt64, entry: [UInt8])] {
        guard let mirrored = try await store.mirrored(), (2...LedgerEntry.tagLength).contains(prefix.count) else {
            return []
        }
        var found: [(UInt64, [UInt8])] = []
        let width = UInt64(TileID.fullWidth)
        for index in try await store.indexes(tagPrefix: prefix, below: mirrored.size, limit: Self.tagLimit) {
            let start = index / width * width
            let id = try BundleID(index: index / width, width: Int(min(width, mirrored.size - start)))
            guard let bundle = try await bundle(id, inLogOf: mirrored.size) else {
                throw MirrorError(.damaged, at: index)
            }
            found.append((index, bundle.entries[Int(index - start)]))
        }
        return found
    }

    public static let tagLimit = 4096

    /// Checkpoints of the log that contradict what was mirrored, oldest first.
    public func evidence() async throws -> [MirrorEvidence] { try await store.evidence() }
}

/// A level-0 tile of the source, with its entries where they are given, which have its hashes.
private struct MirroredTile: Sendable {
    let id: TileID
    let tile: Tile
    let bundle: EntryBundle?

    init(_ id: TileID, from source: some LogFiles, needsEntries: Bool) async throws {
        let first = id.index * UInt64(TileID.fullWidth)
        guard let tile = try await TileReading.tile(id, from: source), tile.hashes.count == id.width else {
            throw MirrorError(.tileMissing, at: first)
        }
        self.id = id
        self.tile = tile
        var bundle: EntryBundle?
        for width in Set([id.width, TileID.fullWidth]).sorted() where bundle == nil {
            let path = LogPath.entries(try BundleID(index: id.index, width: width)).text
            guard let bytes = try await source.file(path) else { continue }
            guard let read = try? EntryBundle(bytes: bytes), read.entries.count >= id.width else {
                throw MirrorError(.bundleDiffers, at: first)
            }
            bundle = try EntryBundle(entries: Array(read.entries.prefix(id.width)))
        }
        if let bundle {
            for (position, entry) in bundle.entries.enumerated() where MerkleHash.leaf(entry) != tile.hashes[position] {
                throw MirrorError(.bundleDiffers, at: first + UInt64(position))
            }
        } else if needsEntries {
            throw MirrorError(.bundleMissing, at: first)
        }
        self.bundle = bundle
    }
}

/// Why a mirror does not go on.
public struct MirrorError: Error, Sendable {
    public enum Code: String, Hashable, Sendable, CaseIterable {
        case noCheckpoint = "no-checkpoint"
        /// Not signed by the log's key, or no checkpoint.
        case badCheckpoint = "bad-checkpoint"
        /// The log shows less than was mirrored.
        case rollback
        /// The log shows, or has signed, another history than the one mirrored; or its tiles do not make its root.
        case fork
        case tileMissing = "tile-missing"
        case bundleMissing = "bundle-missing"
        /// An entry does not have the hash in its tile.
        case bundleDiffers = "bundle-differs"
        /// The mirror's own files are not what it has cosigned.
        case damaged
    }

    public let code: Code
    /// A size, or the first entry concerned.
    public let place: UInt64?
    let cause: (any Error)?

    init(_ code: Code, at place: UInt64? = nil, cause: (any Error)? = nil) {
        self.code = code
        self.place = place
        self.cause = cause
    }
}

extension MirrorError: Equatable {
    public static func == (left: Self, right: Self) -> Bool { left.code == right.code && left.place == right.place }
}

extension MirrorError: CustomStringConvertible {
    public var description: String {
        (place.map { "\(code.rawValue) at \($0)" } ?? code.rawValue) + (cause.map { ": \($0)" } ?? "")
    }
}
