import Testing
import TransparencyLog

@Suite("Proofs")
struct ProofTests {
    @Test("inclusion proofs from tiles are the definition's and lead to the root, at every index of sizes to 70")
    func inclusion() throws {
        let slow = SlowTree(size: 70)
        for size in 1...70 {
            let tiles = slow.tiles(size)
            let root = try slow.root(size).hash
            for index in 0..<size {
                let plan = try InclusionProof.plan(index: UInt64(index), size: UInt64(size))
                let proof = InclusionProof(index: UInt64(index), hashes: try slow.hashes(plan, size, tiles))
                #expect(proof.hashes.map(\.bytes) == slow.path(index, size))
                try proof.check(leaf: slow.leaf(index), size: UInt64(size), root: root)
            }
        }
    }

    @Test("inclusion proofs across tile borders hold", arguments: [255, 256, 257, 700, 65_536, 66_000])
    func inclusionAcrossTiles(_ size: Int) throws {
        let slow = SlowTree(size: size)
        let tiles = slow.tiles(size)
        var frontier = Frontier()
        for index in 0..<size { frontier.append(slow.leaf(index)) }
        for index in Set([0, 1, size / 3, 255, 256, size - 2, size - 1]) where index < size {
            let plan = try InclusionProof.plan(index: UInt64(index), size: UInt64(size))
            let proof = InclusionProof(index: UInt64(index), hashes: try slow.hashes(plan, size, tiles))
            try proof.check(leaf: slow.leaf(index), size: UInt64(size), root: frontier.root)
        }
    }

    @Test("consistency proofs from tiles are the definition's, for every pair of sizes to 40")
    func consistency() throws {
        let slow = SlowTree(size: 40)
        for second in 0...40 {
            let tiles = slow.tiles(second)
            for first in 0...second {
                let plan = try ConsistencyProof.plan(from: UInt64(first), to: UInt64(second))
                let proof = ConsistencyProof(hashes: try slow.hashes(plan, second, tiles))
                #expect(proof.hashes.map(\.bytes) == slow.proof(first, second), "\(first) to \(second)")
                try proof.check(
                    from: UInt64(first), root: slow.root(first).hash, to: UInt64(second), root: slow.root(second).hash)
            }
        }
    }

    @Test("an altered proof of inclusion is refused: any hash, any length, another index, size or leaf")
    func alteredInclusion() throws {
        let slow = SlowTree(size: 21)
        let tiles = slow.tiles(21)
        let root = try slow.root(21).hash
        for index in 0..<21 {
            let plan = try InclusionProof.plan(index: UInt64(index), size: 21)
            let hashes = try slow.hashes(plan, 21, tiles)
            let leaf = slow.leaf(index)
            for position in hashes.indices {
                var other = hashes
                other[position] = .leaf([9])
                #expect(throws: TransparencyLogError.self) {
                    try InclusionProof(index: UInt64(index), hashes: other).check(leaf: leaf, size: 21, root: root)
                }
            }
            for other in [hashes.dropLast().map { $0 }, hashes + [.emptyRoot]] {
                #expect(throws: TransparencyLogError.self) {
                    try InclusionProof(index: UInt64(index), hashes: other).check(leaf: leaf, size: 21, root: root)
                }
            }
            #expect(throws: TransparencyLogError.self) {
                try InclusionProof(index: UInt64((index + 1) % 21), hashes: hashes).check(
                    leaf: leaf, size: 21, root: root)
            }
            #expect(throws: TransparencyLogError.self) {
                try InclusionProof(index: UInt64(index), hashes: hashes).check(leaf: .leaf([9]), size: 21, root: root)
            }
        }
    }

    @Test("an altered proof of consistency is refused")
    func alteredConsistency() throws {
        let slow = SlowTree(size: 21)
        let tiles = slow.tiles(21)
        let root = try slow.root(21).hash
        for first in 1..<21 {
            let plan = try ConsistencyProof.plan(from: UInt64(first), to: 21)
            let hashes = try slow.hashes(plan, 21, tiles)
            let old = try slow.root(first).hash
            for position in hashes.indices {
                var other = hashes
                other[position] = .leaf([9])
                #expect(throws: TransparencyLogError.self) {
                    try ConsistencyProof(hashes: other).check(from: UInt64(first), root: old, to: 21, root: root)
                }
            }
            for other in [hashes.dropLast().map { $0 }, hashes + [.emptyRoot], []] {
                #expect(throws: TransparencyLogError.self) {
                    try ConsistencyProof(hashes: other).check(from: UInt64(first), root: old, to: 21, root: root)
                }
            }
            #expect(throws: TransparencyLogError.self) {
                try ConsistencyProof(hashes: hashes).check(from: UInt64(first), root: .leaf([9]), to: 21, root: root)
            }
        }
    }

    @Test("proofs of nothing are only for nothing")
    func degenerate() throws {
        let root = MerkleHash.leaf([1])
        try ConsistencyProof(hashes: []).check(from: 0, root: .emptyRoot, to: 1, root: root)
        try ConsistencyProof(hashes: []).check(from: 1, root: root, to: 1, root: root)
        for (first, old, second) in [(UInt64(0), root, UInt64(1)), (1, .emptyRoot, 1), (2, root, 1)] {
            #expect(throws: TransparencyLogError.self) {
                try ConsistencyProof(hashes: []).check(from: first, root: old, to: second, root: root)
            }
        }
        #expect(throws: TransparencyLogError.self) { try InclusionProof.plan(index: 1, size: 1) }
        #expect(throws: TransparencyLogError.self) {
            try InclusionProof(index: 0, hashes: []).check(leaf: root, size: 0, root: .emptyRoot)
        }
    }

    @Test("the largest sizes do not trap")
    func largest() throws {
        let hashes = Array(repeating: MerkleHash.emptyRoot, count: 64)
        for count in [0, 1, 63, 64] {
            let proof = InclusionProof(index: .max - 1, hashes: Array(hashes.prefix(count)))
            #expect(throws: TransparencyLogError.self) {
                try proof.check(leaf: .emptyRoot, size: .max, root: .leaf([]))
            }
            #expect(throws: TransparencyLogError.self) {
                try ConsistencyProof(hashes: Array(hashes.prefix(count)))
                    .check(from: .max - 1, root: .leaf([]), to: .max, root: .leaf([]))
            }
        }
        #expect(try InclusionProof.plan(index: .max - 1, size: .max).parts.count <= 64)
        #expect(try ConsistencyProof.plan(from: .max / 2, to: .max).parts.count <= 65)
    }
}
