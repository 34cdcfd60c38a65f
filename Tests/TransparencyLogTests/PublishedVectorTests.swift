import RecordTypes
import Testing

@testable import TransparencyLog

/// Values that others have published for their own tests; what each suite alters in them is computed here.
///
/// - Proofs: `testdata` of transparency-dev/merkle (Apache License 2.0), the "happy path" of each probe, and the alterations that its file
///   names tell, over certificate transparency's eight reference entries.
/// - Notes: the test of golang.org/x/mod/sumdb/note (BSD licence). Keys and time-stamps: tests of transparency-dev/formats.
@Suite("Vectors of other implementations")
struct PublishedVectorTests {
    private struct Inclusion: CustomTestStringConvertible, Sendable {
        let index: UInt64
        let size: UInt64
        let root: String
        let leaf: String
        let proof: [String]
        var testDescription: String { "\(index) of \(size)" }
    }

    private struct Consistency: CustomTestStringConvertible, Sendable {
        let sizes: (UInt64, UInt64)
        let roots: (String, String)
        let proof: [String]
        var testDescription: String { "\(sizes.0) to \(sizes.1)" }
    }

    private static let eight = "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg="
    private static let five = "Tju7H3tHjc/nH7YxYxUZo7yhLJrvyhYSv85ME6hiZNQ="
    private static let six = "duZ9rbzfHhDht03cYIq9L5jfsW+851J3tSMqEn8gh+8="

    private static let inclusions = [
        Inclusion(
            index: 0, size: 8, root: eight, leaf: "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=",
            proof: [
                "lqKW0iTyhcZ77pPDD4owkVfw2qNdxbh+QQt4YwoJz8c=", "Xwg/ChozygdqlSeYMlgNs+DvRYS9/x9UyKNg9Q3jAx4=",
                "a0eq8p7jwq+a+Im8H7klTavTEXfxYjLdaqsDXKOb9uQ=",
            ]),
        Inclusion(
            index: 5, size: 8, root: eight, leaf: "QnGia+DYqE8L1UyMMC58s6O10fpngKQLzOKHNHfatlg=",
            proof: [
                "vBoGQ7EuTS18d5GPROD095qDi2z57FtcKD4fTYhZnms=", "yoVOoSjtBQtBs1/8G4e46yveRh6eO1WW7Oa51ZdaCuA=",
                "037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc=",
            ]),
        Inclusion(
            index: 2, size: 3, root: "rra8/idLcKFPsGel5VeCZNsPqbUa9eC6FZFY8yngbnc=",
            leaf: "ApjRIpBtz8EIkstTpzmS/FufST6kybrbJ7eRtBJ6f+c=",
            proof: ["+sVCA+fMaWzw38tCySodnbr3CtnmIfS9jZhmLwDjwSU="]),
        Inclusion(
            index: 1, size: 5, root: five, leaf: "lqKW0iTyhcZ77pPDD4owkVfw2qNdxbh+QQt4YwoJz8c=",
            proof: [
                "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=", "Xwg/ChozygdqlSeYMlgNs+DvRYS9/x9UyKNg9Q3jAx4=",
                "vBoGQ7EuTS18d5GPROD095qDi2z57FtcKD4fTYhZnms=",
            ]),
    ]

    private static let consistencies = [
        Consistency(
            sizes: (1, 8), roots: ("bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=", eight),
            proof: [
                "lqKW0iTyhcZ77pPDD4owkVfw2qNdxbh+QQt4YwoJz8c=", "Xwg/ChozygdqlSeYMlgNs+DvRYS9/x9UyKNg9Q3jAx4=",
                "a0eq8p7jwq+a+Im8H7klTavTEXfxYjLdaqsDXKOb9uQ=",
            ]),
        Consistency(
            sizes: (6, 8), roots: (six, eight),
            proof: [
                "DrxdNDf74tsVi58Sah0RjjCBgQMdCpSfje3t68VY72o=", "yoVOoSjtBQtBs1/8G4e46yveRh6eO1WW7Oa51ZdaCuA=",
                "037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc=",
            ]),
        Consistency(
            sizes: (2, 5), roots: ("+sVCA+fMaWzw38tCySodnbr3CtnmIfS9jZhmLwDjwSU=", five),
            proof: [
                "Xwg/ChozygdqlSeYMlgNs+DvRYS9/x9UyKNg9Q3jAx4=", "vBoGQ7EuTS18d5GPROD095qDi2z57FtcKD4fTYhZnms=",
            ]),
        Consistency(
            sizes: (6, 7), roots: (six, "3bib5AOAnjJXUNPSY814kpwpQreUKjS3fhIslZSnTIw="),
            proof: [
                "DrxdNDf74tsVi58Sah0RjjCBgQMdCpSfje3t68VY72o=", "sIaT7C5yFZcTBkHoIR5+7cy0wmQTlj7ubB4u0W/7Gl8=",
                "037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc=",
            ]),
    ]

    private static func hash(_ text: String) throws -> MerkleHash { try MerkleHash(Base64.bytes(text.utf8)) }
    private static func hashes(_ texts: [String]) throws -> [MerkleHash] { try texts.map(hash) }

    private static func flipped(_ hash: MerkleHash, bit: Int) throws -> MerkleHash {
        var bytes = hash.bytes
        bytes[0] ^= 1 << UInt8(bit)
        return try MerkleHash(bytes)
    }

    @Test("transparency-dev/merkle: inclusion, and each alteration of it is refused", arguments: inclusions)
    private func inclusion(_ vector: Inclusion) throws {
        let (root, leaf) = (try Self.hash(vector.root), try Self.hash(vector.leaf))
        let proof = try Self.hashes(vector.proof)
        func check(
            _ index: UInt64? = nil, size: UInt64? = nil, leaf other: MerkleHash? = nil,
            root otherRoot: MerkleHash? = nil,
            hashes: [MerkleHash]? = nil
        ) throws {
            try InclusionProof(index: index ?? vector.index, hashes: hashes ?? proof).check(
                leaf: other ?? leaf, size: size ?? vector.size, root: otherRoot ?? root)
        }
        try check()
        let garbage = MerkleHash.leaf([1, 2, 3])
        let altered: [(String, () throws -> Void)] = [
            ("leafIdx - 1", { try check(vector.index &- 1) }), ("leafIdx + 1", { try check(vector.index + 1) }),
            ("leafIdx ^ 2", { try check(vector.index ^ 2) }), ("treeSize * 2", { try check(size: vector.size * 2) }),
            ("treeSize / 2", { try check(size: vector.size / 2) }), ("wrong leaf", { try check(leaf: garbage) }),
            ("empty root", { try check(root: .emptyRoot) }), ("random root", { try check(root: garbage) }),
            ("trailing garbage", { try check(hashes: proof + [garbage]) }),
            ("trailing root", { try check(hashes: proof + [root]) }),
            ("preceding garbage", { try check(hashes: [garbage] + proof) }),
            ("preceding root", { try check(hashes: [root] + proof) }),
            ("truncated", { try check(hashes: Array(proof.dropLast())) }), ("empty proof", { try check(hashes: []) }),
        ]
        for (name, attempt) in altered { #expect(throws: TransparencyLogError.self, "\(name)") { try attempt() } }
        for position in proof.indices {
            var other = proof
            other[position] = try Self.flipped(proof[position], bit: 4)
            #expect(throws: TransparencyLogError.self, "modified proof[\(position)] bit 4") { try check(hashes: other) }
        }
    }

    @Test("transparency-dev/merkle: consistency, and each alteration of it is refused", arguments: consistencies)
    private func consistency(_ vector: Consistency) throws {
        let roots = (try Self.hash(vector.roots.0), try Self.hash(vector.roots.1))
        let proof = try Self.hashes(vector.proof)
        func check(
            _ first: UInt64? = nil, _ second: UInt64? = nil, roots other: (MerkleHash, MerkleHash)? = nil,
            hashes: [MerkleHash]? = nil
        ) throws {
            let (one, two) = other ?? roots
            try ConsistencyProof(hashes: hashes ?? proof).check(
                from: first ?? vector.sizes.0, root: one, to: second ?? vector.sizes.1, root: two)
        }
        try check()
        let garbage = MerkleHash.leaf([1, 2, 3])
        let altered: [(String, () throws -> Void)] = [
            ("size1 - 1", { try check(vector.sizes.0 - 1) }), ("size1 + 1", { try check(vector.sizes.0 + 1) }),
            ("size1 ^ 2", { try check(vector.sizes.0 ^ 2) }), ("size2 * 2", { try check(nil, vector.sizes.1 * 2) }),
            ("size2 / 2", { try check(nil, vector.sizes.1 / 2) }),
            ("wrong root1", { try check(roots: (garbage, roots.1)) }),
            ("wrong root2", { try check(roots: (roots.0, garbage)) }),
            ("swapped roots", { try check(roots: (roots.1, roots.0)) }), ("empty proof", { try check(hashes: []) }),
            ("trailing garbage", { try check(hashes: proof + [garbage]) }),
            ("trailing root1", { try check(hashes: proof + [roots.0]) }),
            ("trailing root2", { try check(hashes: proof + [roots.1]) }),
            ("preceding garbage", { try check(hashes: [garbage] + proof) }),
            ("preceding root1", { try check(hashes: [roots.0] + proof) }),
            ("preceding root2", { try check(hashes: [roots.1] + proof) }),
            ("preceding proof[0]", { try check(hashes: [proof[0]] + proof) }),
            ("truncated", { try check(hashes: Array(proof.dropLast())) }),
        ]
        for (name, attempt) in altered { #expect(throws: TransparencyLogError.self, "\(name)") { try attempt() } }
        for position in proof.indices {
            var other = proof
            other[position] = try Self.flipped(proof[position], bit: 4)
            #expect(throws: TransparencyLogError.self, "modified proof[\(position)] bit 4") { try check(hashes: other) }
        }
    }

    // MARK: Notes

    private static let peterKey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    private static let enochKey = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
    private static let text = """
        If you think cryptography is the answer to your problem,
        then you don't know what your problem is.

        """
    private static let peterLine =
        "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    private static let enochLine =
        "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"

    @Test("sumdb/note: no part of a verifier key and no altered character makes one")
    func mangledKeys() throws {
        let key = Array(Self.peterKey.utf8)
        #expect(try VerifierKey(Self.peterKey).text == Self.peterKey)
        for start in 0...key.count {
            for end in start...key.count where start != 0 || end != key.count {
                #expect(throws: TransparencyLogError.self) {
                    try VerifierKey(String(decoding: key[start..<end], as: UTF8.self))
                }
            }
        }
        for position in key.indices {
            var other = key
            other[position] += 1
            #expect(throws: TransparencyLogError.self, "character \(position)") {
                try VerifierKey(String(decoding: other, as: UTF8.self))
            }
        }
        for bad in [
            "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
            "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        ] { #expect(throws: TransparencyLogError.self) { try VerifierKey(bad) } }
    }

    @Test("sumdb/note: which of two signatures count")
    func opened() throws {
        let (peter, enoch) = (try VerifierKey(Self.peterKey), try VerifierKey(Self.enochKey))
        let note = try SignedNote(bytes: Array("\(Self.text)\n\(Self.peterLine)\(Self.enochLine)".utf8))
        #expect(note.text == Self.text && note.signatures.count == 2)
        #expect(try note.verified(by: [peter]) == [peter])
        #expect(try Set(note.verified(by: [peter, enoch])) == [peter, enoch])
        #expect(throws: TransparencyLogError.self, "nobody known") { try note.verified(by: []) }
        let broken = Self.peterLine.prefix(58) + "ABCD" + Self.peterLine.dropFirst(58)
        #expect(throws: TransparencyLogError.self, "an invalid signature of a known key") {
            try SignedNote(bytes: Array("\(Self.text)\n\(broken)".utf8)).verified(by: [peter])
        }
        for line in [
            Self.peterLine.replacing("PeterNeumann", with: "CarmenSandiego"),
            Self.peterLine.replacing("x08g", with: "xxxx"),
        ] {
            #expect(throws: TransparencyLogError.self, "another name or key id is another key") {
                try SignedNote(bytes: Array("\(Self.text)\n\(line)".utf8)).verified(by: [peter])
            }
        }
    }

    @Test("sumdb/note: what is no note")
    func malformed() {
        let (text, line) = (Array(Self.text.utf8), Array(Self.peterLine.utf8))
        let newline = UInt8(ascii: "\n")
        for bytes in [
            text, text + [newline], text + [newline] + line.dropLast(), [1] + text + [newline] + line,
            [0xFF] + text + [newline] + line,
            text + [newline]
                + Array(
                    "— Bad Name x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
                        .utf8),
            text + [newline] + line + Array("Unexpected line.\n".utf8),
            text + [newline] + Array(repeatElement(line, count: 101).joined()),
        ] { #expect(throws: TransparencyLogError.self) { try SignedNote(bytes: bytes) } }
    }

    // MARK: Cosigners

    @Test(
        "transparency-dev/formats: keys of logs and witnesses",
        arguments: [
            ("TEST+7997405c+AQcC+FTVKf0jlTdHDY3rbevmnKxxPjigCXlVtGe6RIr6", VerifierKey.Algorithm.ed25519),
            ("remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2", .cosignature),
            ("bananas.sigstore.dev+12344556", nil), ("rekor.sigstore.dev+12345678+THIS_IS_NOT_BASE64!", nil),
            ("rekor.sigstore.dev+12345678+AwEB", nil),
        ] as [(String, VerifierKey.Algorithm?)])
    func keys(_ text: String, _ algorithm: VerifierKey.Algorithm?) throws {
        #expect((try? VerifierKey(text))?.algorithm == algorithm)
    }

    @Test("transparency-dev/formats: the time of a cosignature")
    func time() throws {
        // Key id, then time and signature.
        let cosignature = try Base64.bytes(
            "ZGhGuQAAAABm/qTPeyKXD+R2rzyQsxPiP8mXum7qq/iF0u4vanlqJyocWODBt97w9uL+8qT7S5gxEHWWOworDcFiEBYJXORmnFBOBA=="
                .utf8)
        #expect(Cosignature.time(of: Array(cosignature.dropFirst(4))) == 1_727_964_367)
        let signature = try Base64.bytes(
            "eQjRQm6eSKzFoiYalgwCPXu2y3ijtg68is9M46JKxuZB+dRfTmeQeDBoXnvxZx2ugnkyV+MUMLXpWs1hPb/W/4xkNQY=".utf8)
        #expect(Cosignature.time(of: Array(signature.dropFirst(4))) == nil)
    }

    @Test(
        "transparency-dev/formats: what is no tlog-proof",
        arguments: [
            "wrong-header\nindex 0\n\n", "c2sp.org/tlog-proof@v1\nextra !!notbase64!!\nindex 0\n\n",
            "c2sp.org/tlog-proof@v1\n\n\n", "c2sp.org/tlog-proof@v1\nindex notanumber\n\n",
            "c2sp.org/tlog-proof@v1\nindex -5\n\n", "c2sp.org/tlog-proof@v1\nindex 0\n!!notbase64!!\n\n",
            "c2sp.org/tlog-proof@v1\nindex 0\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==\n\n",
        ])
    func proofs(_ head: String) throws {
        let signer = try NoteSigner(name: "log.example/2026", seed: Array(0..<32))
        let note = try Checkpoint(origin: signer.name, size: 1, root: .leaf([1])).signed(by: signer)
        #expect(throws: TransparencyLogError.self) { try TlogProof(bytes: Array(head.utf8) + note.bytes) }
    }
}
