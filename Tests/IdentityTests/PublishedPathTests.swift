import Foundation
import Identity
import RecordTypes
import Testing

/// NIST's PKITS, read from the folder that `ANKUR_TEST_PKITS` names (`PKITS_data` of PyPI's cryptography-vectors); skipped without.
@Suite("Published paths: PKITS")
struct PublishedPathTests {
    private static let folder = ProcessInfo.processInfo.environment["ANKUR_TEST_PKITS"]

    private static func contents(_ name: String) throws -> [(name: String, der: [UInt8])] {
        let path = "\(folder ?? "")/\(name)"
        return try FileManager.default.contentsOfDirectory(atPath: path).sorted().map { file in
            (file, [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(file)"))))
        }
    }

    @Test("no invalid path is accepted", .enabled(if: folder != nil, "ANKUR_TEST_PKITS names no folder"))
    func paths() throws {
        let certificates = try Self.contents("certs")
        let lists = try Self.contents("crls").compactMap { try? RevocationList(der: $0.der) }
        let anchor = try #require(certificates.first { $0.name == "TrustAnchorRootCertificate.crt" })
        let validator = PathValidator(
            anchors: [anchor.der], intermediates: certificates.filter { !$0.name.hasSuffix("EE.crt") }.map(\.der),
            evidence: RevocationEvidence(answers: [], lists: lists, limits: .stored, coversAuthorities: true))
        let now = try #require(Instant(rfc3339: "2026-03-01T12:00:00Z"))
        var refusedValid: [String] = []
        var counts = (invalid: 0, valid: 0)
        for (name, der) in certificates where name.hasSuffix("EE.crt") {
            let reason = validator.inspect(der, now: now).reason
            if name.hasPrefix("Invalid") {
                counts.invalid += 1
                #expect(reason != nil, "\(name) was accepted")
            } else if name.hasPrefix("Valid") {
                counts.valid += 1
                if let reason { refusedValid.append("\(name): \(reason)") }
            }
        }
        #expect(counts.invalid >= 100 && counts.valid >= 60)
        print(
            "PKITS: \(counts.invalid) invalid refused, \(counts.valid - refusedValid.count) of \(counts.valid) valid accepted"
        )
        for line in refusedValid { print("  refused though valid: \(line)") }
    }
}
