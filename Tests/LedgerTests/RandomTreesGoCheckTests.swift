import Foundation
import Testing
import TransparencyLog

/// Trees of many sizes, made here and by Go's `golang.org/x/mod/sumdb/tlog` from the same entries; each side checks the other's proofs.
@Suite("Go's tree and ours are the same one")
struct RandomTreesGoCheckTests {
    /// What goes to Go and comes back, one JSON object a line: see `Fixtures/trees.go`.
    private struct Exchange: Codable {
        struct StoredTile: Codable {
            let Level: Int
            let Index: UInt64
            let Width: Int
            let Hashes: Data
        }

        let Number: Int
        let Size: UInt64
        let Root: Data
        var Tiles: [StoredTile]?
        let Index: UInt64
        let Old: UInt64
        let Record: [Data]
        let Consistent: [Data]
        var AskIndex: UInt64?
        var AskOld: UInt64?
        var OldRoot: Data?
    }

    /// Entry i of tree n is the text `n/i`.
    private struct Tree {
        let number: Int
        let size: UInt64
        let root: MerkleHash
        private let tiles: [TileID: Tile]

        init(number: Int, size: UInt64) {
            self.number = number
            self.size = size
            var edge = TileEdge()
            var tiles: [TileID: Tile] = [:]
            for index in 0..<size { edge.append(Self.leaf(number, index)) { tiles[$0] = $1 } }
            for (id, tile) in edge.partialTiles { tiles[id] = tile }
            self.tiles = tiles
            root = edge.root
        }

        static func leaf(_ number: Int, _ index: UInt64) -> MerkleHash { .leaf(Array("\(number)/\(index)".utf8)) }

        private func hashes(_ plan: ProofPlan) throws -> [Data] {
            try plan.hashes { node in
                try #require(tiles[TileID(holding: node, inLogOf: size)]).hash(of: node)
            }.map { Data($0.bytes) }
        }

        func exchange(using random: inout SplitMix64) throws -> Exchange {
            let index = UInt64.random(in: 0..<size, using: &random)
            let old = UInt64.random(in: 1...size, using: &random)
            return Exchange(
                Number: number, Size: size, Root: Data(root.bytes),
                Tiles: tiles.map { id, tile in
                    Exchange.StoredTile(Level: id.level, Index: id.index, Width: id.width, Hashes: Data(tile.bytes))
                }, Index: index, Old: old, Record: try hashes(.inclusion(of: index, in: size)),
                Consistent: try hashes(.consistency(from: old, to: size)),
                AskIndex: UInt64.random(in: 0..<size, using: &random),
                AskOld: UInt64.random(in: 1...size, using: &random))
        }
    }

    @Test(
        "two hundred random trees: roots, tiles and both sides' proofs agree, and an altered one is refused",
        .enabled(if: GoCheckTests.isInstalled, "Go's x/mod is not installed"))
    func randomTrees() throws {
        var random = SplitMix64(state: 20_261_129)
        // Sizes of all orders, and one that reaches the third level of tiles.
        var sizes = (0..<199).map { _ in
            1 + UInt64.random(in: 0..<(1 << UInt64.random(in: 0...12, using: &random)), using: &random)
        }
        sizes.append(65_536 + UInt64.random(in: 1...600, using: &random))
        let asked = try sizes.enumerated().map { number, size in
            try Tree(number: number, size: size).exchange(using: &random)
        }
        let house = try LedgerHouse()
        let (status, output) = try Self.run(asked, home: house.directory)
        #expect(status == 0, "\(output.prefix(500))")
        let answers = try output.split(separator: "\n").map {
            try JSONDecoder().decode(Exchange.self, from: Data($0.utf8))
        }
        try #require(answers.count == asked.count)
        for (ours, theirs) in zip(asked, answers) {
            #expect(theirs.Root == ours.Root && theirs.Index == ours.AskIndex && theirs.Old == ours.AskOld)
            let root = try MerkleHash(ours.Root)
            let leaf = Tree.leaf(ours.Number, theirs.Index)
            try InclusionProof(index: theirs.Index, hashes: theirs.Record.map { try MerkleHash($0) })
                .check(leaf: leaf, size: ours.Size, root: root)
            let consistency = ConsistencyProof(hashes: try theirs.Consistent.map { try MerkleHash($0) })
            let old = try MerkleHash(try #require(theirs.OldRoot))
            try consistency.check(from: theirs.Old, root: old, to: ours.Size, root: root)
            #expect(throws: TransparencyLogError.self) {
                try InclusionProof(index: theirs.Index, hashes: theirs.Record.map { try MerkleHash($0) })
                    .check(leaf: Tree.leaf(ours.Number + 1, theirs.Index), size: ours.Size, root: root)
            }
            #expect(throws: TransparencyLogError.self) {
                try consistency.check(
                    from: theirs.Old, root: .leaf(Array("another".utf8)), to: ours.Size, root: root)
            }
        }
        // Go does not say yes to everything: one flipped bit of a tile ends it.
        var altered = asked[150]
        var tiles = try #require(altered.Tiles)
        let last = tiles.removeLast()
        var hashes = last.Hashes
        hashes[hashes.startIndex + 5] ^= 1
        tiles.append(
            Exchange.StoredTile(Level: last.Level, Index: last.Index, Width: last.Width, Hashes: hashes))
        altered.Tiles = tiles
        let refusal = try Self.run([altered], home: house.directory)
        #expect(refusal.status == 1 && refusal.output.contains("another tile"), "\(refusal.output)")
    }

    private static func run(_ trees: [Exchange], home: String) throws -> (status: Int32, output: String) {
        let input = "\(home)/trees"
        let encoder = JSONEncoder()
        let lines = try trees.map { try encoder.encode($0) + Data("\n".utf8) }
        try Data(lines.joined()).write(to: URL(fileURLWithPath: input))
        return try GoCheckTests.run("trees.go", arguments: [], home: home, input: input)
    }
}

extension ProofPlan {
    fileprivate static func inclusion(of index: UInt64, in size: UInt64) throws -> ProofPlan {
        try InclusionProof.plan(index: index, size: size)
    }

    fileprivate static func consistency(from old: UInt64, to size: UInt64) throws -> ProofPlan {
        try ConsistencyProof.plan(from: old, to: size)
    }
}
