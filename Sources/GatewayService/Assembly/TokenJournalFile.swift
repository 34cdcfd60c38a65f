import Glibc
import Identity
import RecordTypes
import Sealing
import Synchronization

/// Uses of actor tokens in a file, so that a gateway that ends and starts again within five minutes takes none a second time.
///
/// ```
/// ankur-tokens-1 <the machine's boot id>\n
/// then 40 bytes a use: keyed name (32) | end in seconds since 1970 (8, big-endian)
/// ```
///
/// A use is written before its request goes on, and not flushed: what a process has written is the system's, and outlives it. When the
/// machine itself went down the last uses may be lost; the boot id tells, and tokens from before that are then refused for their five
/// minutes. Names are keyed, because nobody knows what institutions put into `jti`.
final class TokenJournalFile: TokenJournal {
    private struct State: ~Copyable {
        var file: DurableFile
        /// Uses of earlier runs and of this one, until they are dropped at a rewriting.
        var ends: [Digest: Int64]
        var written = 0
    }

    private let path: String
    private let names: BlindIndex
    private let bootID: String
    /// Names that an earlier run has written.
    private let earlier: Set<Digest>
    /// Tokens issued until then may have been used without a trace; nil when every use is known.
    private let uncertainUntil: Instant?
    private let state: Mutex<State>

    private static let header = "ankur-tokens-1 "
    private static let recordLength = 40
    /// Records after which the file is written anew without what has expired.
    private static let rewriteAfter = 100_000

    /// Takes over what an earlier run has written, or begins.
    init(path: String, key: SealingKey, now: Instant) throws {
        self.path = path
        names = BlindIndex(key: key, purpose: "token-use")
        bootID = try Self.machineBootID()
        let (boot, ends) = try Self.contents(of: path)
        let live = ends.filter { $0.value > now.seconds }
        earlier = Set(live.keys)
        uncertainUntil = boot == nil || boot == bootID ? nil : now.advanced(by: ActorTokenVerifier.skew)
        let file = try Self.rewrite(path, bootID, live)
        state = Mutex(State(file: file, ends: live))
    }

    func knows(_ use: TokenUse, now: Instant) -> Bool {
        if let uncertainUntil, use.issued <= uncertainUntil { return true }
        return !earlier.isEmpty && earlier.contains(name(of: use))
    }

    func write(_ use: TokenUse, now: Instant) throws {
        let name = name(of: use)
        try state.withLock { state in
            try state.file.write(Self.record(name, use.end.seconds))
            state.ends[name] = use.end.seconds
            state.written += 1
            guard state.written >= Self.rewriteAfter else { return }
            state.ends = state.ends.filter { $0.value > now.seconds }
            state.file = try Self.rewrite(path, bootID, state.ends)
            state.written = 0
        }
    }

    private func name(of use: TokenUse) -> Digest {
        let bytes = names.value(ofParts: [Array(use.issuer.semantics.utf8), Array(use.identifier.utf8)])
        guard let name = Digest(bytes) else { preconditionFailure("HMAC-SHA-256 gives 32 bytes") }
        return name
    }

    private static func record(_ name: Digest, _ end: Int64) -> [UInt8] {
        name.bytes + (0..<8).map { UInt8(truncatingIfNeeded: end >> (56 - 8 * Int64($0))) }
    }

    /// Which boot wrote the file, and its whole records; a torn last one was never answered for. Nil and none without a file.
    private static func contents(of path: String) throws -> (boot: String?, ends: [Digest: Int64]) {
        guard FileStamp(path) != nil else { return (nil, [:]) }
        let file = try DurableFile(path: path, .read)
        let bytes = try file.contents(limit: 256 << 20)
        guard let line = bytes.firstIndex(of: UInt8(ascii: "\n")), bytes.starts(with: header.utf8) else {
            // Somebody else's bytes: nothing is known of what was used.
            return ("", [:])
        }
        let boot = String(decoding: bytes[header.utf8.count..<line], as: UTF8.self)
        var ends: [Digest: Int64] = [:]
        var at = line + 1
        while at + recordLength <= bytes.count {
            if let name = Digest(Array(bytes[at..<(at + 32)])) {
                ends[name] = bytes[(at + 32)..<(at + 40)].reduce(0) { $0 << 8 | Int64($1) }
            }
            at += recordLength
        }
        return (boot, ends)
    }

    /// Writes a new file and gives it the name, whole or not at all; then opens it to append.
    private static func rewrite(_ path: String, _ bootID: String, _ ends: [Digest: Int64]) throws -> DurableFile {
        let temporary = path + ".new"
        _ = unsafe unlink(temporary)
        do {
            let file = try DurableFile(path: temporary, .createNew)
            try file.write(Array("\(header)\(bootID)\n".utf8) + ends.flatMap { record($0.key, $0.value) })
            try file.flush()
        }
        // The paths are borrowed for the call only.
        guard unsafe rename(temporary, path) == 0 else { throw DataFolderError.unusable(path: path, errno: errno) }
        return try DurableFile(path: path, .append)
    }

    private static func machineBootID() throws -> String {
        let file = try DurableFile(path: "/proc/sys/kernel/random/boot_id", .read)
        let bytes = try file.contents(limit: 64)
        return String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }
}
