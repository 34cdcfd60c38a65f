import Testing
import TransparencyLog

@Suite("The tree is RFC 6962's")
struct TreeTests {

    @Test("an empty tree's root is SHA-256 of nothing, a leaf's hash has a zero in front")
    func firstHashes() {
        #expect(MerkleHash.emptyRoot.base64 == "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")
        #expect(MerkleHash.leaf([]).description == "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=")
    }

    /// The reference entries of certificate transparency: their root of eight is published with the RFC's first implementation.
    @Test("certificate transparency's eight entries have their published root")
    func publishedRoot() throws {
        let entries: [[UInt8]] = [
            [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43], Array(0x50...0x57),
            Array(0x60...0x6F),
        ]
        var frontier = Frontier()
        for entry in entries { frontier.append(.leaf(entry)) }
        let published: [UInt8] = [
            0x5D, 0xC9, 0xDA, 0x79, 0xA7, 0x06, 0x59, 0xA9, 0xAD, 0x55, 0x9C, 0xB7, 0x01, 0xDE, 0xD9, 0xA2, 0xAB, 0x9D,
            0x82,
            0x3A, 0xAD, 0x2F, 0x49, 0x60, 0xCF, 0xE3, 0x70, 0xEF, 0xF4, 0x60, 0x43, 0x28,
        ]
        #expect(frontier.root.bytes == published)
    }

    @Test("frontier and tiles lead to the definition's root at every size up to 600")
    func roots() throws {
        let slow = SlowTree(size: 600)
        var frontier = Frontier()
        var edge = TileEdge()
        #expect(try frontier.root == slow.root(0).hash)
        #expect(edge.root == frontier.root)
        for size in 1...600 {
            frontier.append(slow.leaf(size - 1))
            edge.append(slow.leaf(size - 1)) { _, _ in }
            #expect(edge.root == frontier.root)
            if size < 20 || size % 37 == 0 || (254...258).contains(size) {
                #expect(try frontier.root == slow.root(size).hash, "size \(size)")
            }
            let copy = try Frontier(size: frontier.size, hashes: frontier.hashes)
            #expect(copy == frontier)
        }
    }

    @Test(
        "going on from stored tiles is the same as never having stopped", arguments: [1, 2, 255, 256, 257, 700, 66_000])
    func resuming(_ size: Int) throws {
        let slow = SlowTree(size: size)
        let tiles = slow.tiles(size)
        var straight = TileEdge()
        for index in 0..<size { straight.append(slow.leaf(index)) { _, _ in } }
        let resumed = try TileEdge(size: UInt64(size)) { id in try #require(tiles[id]) }
        #expect(resumed == straight)
        // The tiles named for a size are those that exist.
        #expect(Set(TileID.all(inLogOf: UInt64(size))) == Set(tiles.keys))
        for id in tiles.keys { #expect(try #require(id.sizeNeeded) <= UInt64(size)) }
    }

    @Test("a frontier needs one hash for each bit of its size")
    func frontierShape() throws {
        let hash = MerkleHash.emptyRoot
        #expect(throws: TransparencyLogError.self) { try Frontier(size: 3, hashes: [hash]) }
        #expect(throws: TransparencyLogError.self) { try Frontier(size: 0, hashes: [hash]) }
        #expect(throws: TransparencyLogError.self) {
            try Frontier(size: .max, hashes: Array(repeating: hash, count: 64))
        }
    }

    @Test("a stored edge tile that is too narrow is refused")
    func narrowTile() throws {
        let tile = try Tile(bytes: MerkleHash.emptyRoot.bytes)
        #expect(throws: TransparencyLogError.self) { try TileEdge(size: 2) { _ in tile } }
    }
}
