import Foundation
import Identity
import RecordTypes
import TestPKI

/// The moment at which every test certificate is good: 2026-03-01T12:00:00Z.
let noon = Instant(seconds: 1_772_366_400)

/// A folder of its own, removed when the last user lets go.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("ankur-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ text: String, to name: String) throws -> String {
        let file = "\(path)/\(name)"
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        return file
    }
}

/// The table of certificates, made once for all tests: RSA keys take their time.
enum Variants {
    static let all: CertificateVariants? = try? CertificateVariants(of: TestPKI.make(now: noon))

    /// A judge that trusts them, as read from the written profile.
    static func judge(
        officials: [CertificateFingerprint: VerifiedOfficial.Role] = [:], freshness: Duration = .seconds(300),
        capacity: Int = 100
    ) throws -> CertificateJudge {
        let folder = try TemporaryFolder()
        guard let all else { throw CocoaError(.fileNoSuchFile) }
        try all.writeTrust(to: folder.path)
        let profile = try TrustProfile(contentsOfFile: "\(folder.path)/trust.yaml", realm: .test)
        return try CertificateJudge(
            profile: profile, officials: officials, revocation: nil, freshness: freshness, capacity: capacity)
    }
}
