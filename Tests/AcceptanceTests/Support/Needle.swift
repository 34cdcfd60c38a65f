import Crypto
import Foundation
import TestPKI

/// Something that must not be found, in one of its spellings.
struct Needle: Sendable {
    let name: String
    let bytes: Data

    func isNotIn(_ hay: Data) -> Bool { hay.range(of: bytes) == nil }

    private init(_ name: String, _ bytes: some Sequence<UInt8>) {
        self.name = name
        self.bytes = Data(bytes)
    }

    /// What of these is found in the files below a folder, by name and file; a file's own name is searched, too.
    ///
    /// - Parameter isLeftOut: for paths relative to the folder that hold codes on purpose, such as certificates.
    static func found(below root: String, leavingOut isLeftOut: (String) -> Bool) -> (found: [String], searched: Int) {
        let paths = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
        var found: [String] = []
        var searched = 0
        for path in paths where !isLeftOut(path) {
            found += all.filter { !$0.isNotIn(Data(path.utf8)) }.map { "\($0.name) in the name \(path)" }
            guard let content = FileManager.default.contents(atPath: root + "/" + path), !content.isEmpty else {
                continue
            }
            searched += 1
            found += all.filter { !$0.isNotIn(content) }.map { "\($0.name) in \(path)" }
        }
        return (found, searched)
    }

    /// Personal codes in every spelling, and their digests.
    static let codes: [Needle] = {
        let codes = TestPerson.all.map(\.code)
        return codes.flatMap(spellings) + codes.flatMap { digests(of: $0) + digests(of: "PNOEE-" + $0) }
    }()

    static let all: [Needle] = {
        // Words of the documents and of the certificates that are nobody's but the patients' and professionals'.
        let words = [
            "Jaak-Kristjan", "JAAK-KRISTJAN", "Jõeorg", "JÕEORG", "MAARIKA", "Tiina", "paispuudulikkus", "Furosemiid",
            "furosemiid",
        ]
        return codes + words.flatMap(spellings)
    }()

    private static func spellings(of text: String) -> [Needle] {
        let bytes = Array(text.utf8)
        let percent = bytes.map { $0 < 0x80 ? String(UnicodeScalar($0)) : "%" + hex([$0]).uppercased() }.joined()
        var needles = [
            Needle("\(text)", bytes),
            Needle("\(text) in UTF-16LE", text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }),
            Needle("\(text) in UTF-16BE", text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }),
            Needle("\(text) in hex", hex(bytes).utf8), Needle("\(text) in HEX", hex(bytes).uppercased().utf8),
            Needle("\(text) backwards", bytes.reversed()),
            Needle("\(text) percent-encoded whole", bytes.map { "%" + hex([$0]).uppercased() }.joined().utf8),
        ]
        if percent != text {
            needles += [
                Needle("\(text) percent-encoded", percent.utf8),
                Needle("\(text) percent-encoded", percent.lowercased().utf8),
            ]
        }
        // Base 64 of a longer text that holds this one at any place: the digits that do not depend on the neighbours.
        for offset in 0..<3 {
            let encoded = Data(Array(repeating: 0, count: offset) + bytes).base64EncodedString()
            let inner = encoded.dropFirst(offset == 0 ? 0 : offset + 1).dropLast(encoded.hasSuffix("=") ? 4 : 0)
            if inner.utf8.count >= 8 { needles.append(Needle("\(text) in base 64", inner.utf8)) }
        }
        return needles
    }

    private static func digests(of text: String) -> [Needle] {
        let bytes = Array(text.utf8)
        let digests: [(String, [UInt8])] = [
            ("SHA-256", Array(SHA256.hash(data: bytes))), ("SHA-384", Array(SHA384.hash(data: bytes))),
            ("SHA-512", Array(SHA512.hash(data: bytes))), ("SHA-1", Array(Insecure.SHA1.hash(data: bytes))),
            ("MD5", Array(Insecure.MD5.hash(data: bytes))),
            ("SHA3-256", Array(SHA3_256.hash(data: bytes))), ("SHA3-384", Array(SHA3_384.hash(data: bytes))),
            ("SHA3-512", Array(SHA3_512.hash(data: bytes))),
            ("BLAKE2b-512", BLAKE2.b(bytes, length: 64)), ("BLAKE2b-256", BLAKE2.b(bytes, length: 32)),
            ("BLAKE2b-160", BLAKE2.b(bytes, length: 20)), ("BLAKE2s-256", BLAKE2.s(bytes, length: 32)),
            ("BLAKE2s-128", BLAKE2.s(bytes, length: 16)),
        ]
        return digests.flatMap { name, digest in
            [
                Needle("\(name) of \(text)", digest), Needle("\(name) of \(text) in hex", hex(digest).utf8),
                Needle("\(name) of \(text) in base 64", Data(digest).base64EncodedString().dropLast(2).utf8),
            ]
        }
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef")
        return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }
}
