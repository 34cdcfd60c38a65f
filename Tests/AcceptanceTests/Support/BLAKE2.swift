/// BLAKE2b and BLAKE2s without a key (RFC 7693), as somebody might have hashed a personal code with: for looking for such digests, no faster
/// than it has to be.
enum BLAKE2 {
    static func b(_ bytes: [UInt8], length: Int) -> [UInt8] {
        digest(
            bytes, length: length, rounds: 12, turns: (32, 24, 16, 63),
            initial: [
                0x6a09_e667_f3bc_c908, 0xbb67_ae85_84ca_a73b, 0x3c6e_f372_fe94_f82b, 0xa54f_f53a_5f1d_36f1,
                0x510e_527f_ade6_82d1, 0x9b05_688c_2b3e_6c1f, 0x1f83_d9ab_fb41_bd6b, 0x5be0_cd19_137e_2179,
            ] as [UInt64])
    }

    static func s(_ bytes: [UInt8], length: Int) -> [UInt8] {
        digest(
            bytes, length: length, rounds: 10, turns: (16, 12, 8, 7),
            initial: [
                0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
            ] as [UInt32])
    }

    private static let order: [[Int]] = [
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
        [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4], [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
        [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13], [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
        [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11], [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
        [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5], [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
    ]

    /// - Parameter turns: by how many bits words are turned in the four steps of a mixing.
    private static func digest<Word: FixedWidthInteger & UnsignedInteger>(
        _ bytes: [UInt8], length: Int, rounds: Int, turns: (Int, Int, Int, Int), initial: [Word]
    ) -> [UInt8] {
        let width = Word.bitWidth / 8
        let block = 16 * width
        func turned(_ word: Word, _ bits: Int) -> Word { word >> Word(bits) | word << Word(Word.bitWidth - bits) }
        var state = initial
        state[0] ^= 0x0101_0000 ^ Word(length)
        let count = max(1, (bytes.count + block - 1) / block)
        for at in 0..<count {
            let isLast = at == count - 1
            let part = Array(bytes[min(at * block, bytes.count)..<min((at + 1) * block, bytes.count)])
            let padded = part + Array(repeating: 0, count: block - part.count)
            let words = (0..<16).map { word in
                (0..<width).reversed().reduce(Word(0)) { $0 << 8 | Word(padded[word * width + $1]) }
            }
            var v = state + initial
            v[12] ^= Word(isLast ? bytes.count : (at + 1) * block)
            if isLast { v[14] = ~v[14] }
            for round in 0..<rounds {
                let order = order[round % 10]
                func mix(_ a: Int, _ b: Int, _ c: Int, _ d: Int, _ at: Int) {
                    v[a] = v[a] &+ v[b] &+ words[order[at]]
                    v[d] = turned(v[d] ^ v[a], turns.0)
                    v[c] = v[c] &+ v[d]
                    v[b] = turned(v[b] ^ v[c], turns.1)
                    v[a] = v[a] &+ v[b] &+ words[order[at + 1]]
                    v[d] = turned(v[d] ^ v[a], turns.2)
                    v[c] = v[c] &+ v[d]
                    v[b] = turned(v[b] ^ v[c], turns.3)
                }
                for column in 0..<4 { mix(column, column + 4, column + 8, column + 12, 2 * column) }
                for column in 0..<4 {
                    mix(column, (column + 1) % 4 + 4, (column + 2) % 4 + 8, (column + 3) % 4 + 12, 8 + 2 * column)
                }
            }
            for word in 0..<8 { state[word] ^= v[word] ^ v[word + 8] }
        }
        let all = state.flatMap { word in (0..<width).map { UInt8(truncatingIfNeeded: word >> Word(8 * $0)) } }
        return Array(all.prefix(length))
    }
}
