import Foundation
import ReportSigning
import Testing

/// The ministry's signature, judged by OpenSSL's own program.
@Suite("A report's seal", .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl"), "no openssl"))
struct ReportSealTests {
    private static func openssl(_ arguments: [String]) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// A folder with a seal that openssl made.
    private static func sealed() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let made = try openssl([
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-384", "-nodes", "-days", "30", "-subj",
            "/O=Ministry/CN=Seal", "-keyout", "\(folder.path)/report-seal.key", "-out",
            "\(folder.path)/report-seal.crt",
        ])
        try #require(made == 0)
        return folder
    }

    private static func bytes(_ path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    @Test("verifies by openssl cms over just these bytes, and over no others")
    func verified() throws {
        let folder = try Self.sealed()
        let seal = try #require(try ReportSeal(folder: folder.path))
        let content = Array("%PDF-1.7 \r\n\0 a report".utf8)
        func verify(_ content: [UInt8]) throws -> Int32 {
            try Data(content).write(to: URL(fileURLWithPath: folder.path + "/report"))
            return try Self.openssl([
                "cms", "-verify", "-inform", "DER", "-in", folder.path + "/report.p7s", "-content",
                folder.path + "/report", "-binary", "-CAfile", folder.path + "/report-seal.crt", "-purpose", "any",
                "-out", "/dev/null",
            ])
        }
        try Data(try seal.signature(over: content)).write(to: URL(fileURLWithPath: folder.path + "/report.p7s"))
        #expect(try verify(content) == 0)
        for other in [content + [32], Array(content.dropLast()), [UInt8]()] { #expect(try verify(other) != 0) }
        var flipped = content
        flipped[3] ^= 1
        #expect(try verify(flipped) != 0)
    }

    @Test("is none without files, and refused when one is missing, broken or another's")
    func refused() throws {
        let folder = try Self.sealed()
        let other = try Self.sealed()
        let empty = try TemporaryFolder()
        let none = try ReportSeal(folder: empty.path)
        #expect(none == nil)
        let certificate = try Self.bytes(folder.path + "/report-seal.crt")
        let key = try Self.bytes(folder.path + "/report-seal.key")
        let foreign = try Self.bytes(other.path + "/report-seal.key")
        for (certificate, key) in [
            (certificate, foreign), (certificate, []), ([], key), (key, certificate),
            (certificate, Array(key.dropLast(60))),
        ] {
            #expect(throws: ReportSealError.unusable) { try ReportSeal(certificate: certificate, key: key) }
        }
        try FileManager.default.removeItem(atPath: folder.path + "/report-seal.key")
        #expect(throws: ReportSealError.unusable) { try ReportSeal(folder: folder.path) }
    }
}
