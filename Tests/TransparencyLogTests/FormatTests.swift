import Testing
import TransparencyLog

@Suite("Paths, tiles, bundles and words")
struct FormatTests {
    @Test(
        "a path is read and printed alike",
        arguments: [
            "checkpoint", "tile/0/000", "tile/0/x001/x234/067", "tile/7/000.p/1", "tile/63/999", "tile/entries/000",
            "tile/entries/x001/234.p/255", "tile/1/x018/x446/x744/x073/x709/x551/615",
        ])
    func paths(_ text: String) throws { #expect(try LogPath(text).text == text) }

    @Test(
        "any other spelling of a path is refused",
        arguments: [
            "", "/checkpoint", "Checkpoint", "tile", "tile/0", "tile/0/", "tile/00/000", "tile/64/000", "tile/-1/000",
            "tile/0/0", "tile/0/0000", "tile/0/00a", "tile/0/x001", "tile/0/001/234", "tile/0/x000/001",
            "tile/0/000.p/0",
            "tile/0/000.p/256", "tile/0/000.p/01", "tile/0/000.p", "tile/0/000.p/", "tile/0/000.p/1/",
            "tile/0/000.p/1/2",
            "tile/entries", "tile/entries/000/..", "tile/data/000", "tile/0/x18/446", "tile/0/+01",
            "tile/0/x018/x446/x744/x073/x709/x551/616", "tile/0/x999/x999/x999/x999/x999/x999/999", "tile/0/０００",
        ])
    func badPaths(_ text: String) {
        #expect(throws: TransparencyLogError.self) { try LogPath(text) }
    }

    @Test("the standard's example sizes have the standard's tiles")
    func exampleSizes() throws {
        let paths = TileEdge.tiles(ofLogOf: 70_000).map { LogPath.tile($0).text }
        #expect(paths == ["tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1"])
        #expect(Array(TileID.all(inLogOf: 256)).map { LogPath.tile($0).text } == ["tile/0/000", "tile/1/000.p/1"])
        #expect(Array(TileID.all(inLogOf: 70_000)).count == 274 + 2 + 1)
        #expect(Array(TileID.all(inLogOf: 0)).isEmpty)
    }

    @Test("tiles are whole hashes, 1 to 256")
    func tiles() throws {
        let bytes = [UInt8](repeating: 7, count: 8192)
        #expect(try Tile(bytes: bytes).bytes == bytes)
        for count in [0, 1, 31, 33, 8192 + 32] {
            #expect(throws: TransparencyLogError.self) { try Tile(bytes: [UInt8](repeating: 7, count: count)) }
        }
        #expect(throws: TransparencyLogError.self) { try TileID(level: 64, index: 0) }
        #expect(throws: TransparencyLogError.self) { try TileID(level: 0, index: 0, width: 257) }
    }

    @Test("bundles are read and printed alike, up to the longest entry")
    func bundles() throws {
        let entries = [[], [1], [UInt8](repeating: 9, count: 65_535)] + (0..<253).map { [UInt8($0)] }
        let bundle = try EntryBundle(entries: entries)
        #expect(try EntryBundle(bytes: bundle.bytes) == bundle)
        #expect(throws: TransparencyLogError.self) { try EntryBundle(entries: []) }
        #expect(throws: TransparencyLogError.self) { try EntryBundle(entries: [[UInt8](repeating: 9, count: 65_536)]) }
        #expect(throws: TransparencyLogError.self) { try EntryBundle(entries: Array(repeating: [1], count: 257)) }
        for broken: [UInt8] in [[], [0], [0, 1], [0, 2, 1], [0, 0, 0], [255, 255]] {
            #expect(throws: TransparencyLogError.self) { try EntryBundle(bytes: broken) }
        }
        #expect(throws: TransparencyLogError.self) {
            try EntryBundle(bytes: Array(repeating: [0, 0], count: 257).flatMap { $0 })
        }
    }

    @Test("random bytes never trap a parser, and what is accepted prints as it was")
    func randomBytes() {
        var generator = Lehmer(seed: 20_261_122)
        let alphabet = Array("0123456789x/.p-— \n+=ABcheckpoint tile entries c2sp.org/tlog-proof@v1 index extra".utf8)
        for _ in 0..<20_000 {
            let count = Int(generator.next() % 80)
            let bytes = (0..<count).map { _ in alphabet[Int(generator.next() % UInt64(alphabet.count))] }
            let text = String(decoding: bytes, as: UTF8.self)
            if let path = try? LogPath(text) { #expect(path.text == text) }
            if let note = try? SignedNote(bytes: bytes) { #expect(note.bytes == bytes) }
            if let proof = try? TlogProof(bytes: bytes) { #expect(proof.bytes == bytes) }
            if let checkpoint = try? Checkpoint(text: text) { #expect(checkpoint.text == text) }
            if let bundle = try? EntryBundle(bytes: bytes) { #expect(bundle.bytes == bytes) }
            if let key = try? VerifierKey(text) { #expect(key.text == text) }
        }
    }
}

/// A repeatable source of numbers.
struct Lehmer: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed | 1 }

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state >> 17
    }
}
