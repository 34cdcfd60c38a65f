import Foundation
import TestPKI
import Testing

/// The page that lists every variant says what the variants say.
@Suite("The page of certificates")
struct CertificateTableTests {
    @Test("each variant stands on the page once, with its verdict and reason, and nothing else does")
    func page() throws {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Sources/TestPKI/TestPKI.docc/CertificateTable.md")
        let page = try String(contentsOf: path, encoding: .utf8)
        let rows = page.matches(of: /(?m)^\| `([a-z0-9_]+)` \| (accept|refuse) \| ([^ |]+) \| ([^|]+) \|$/)
        let variants = try #require(Variants.all)
        let all = variants.all + variants.revoked
        #expect(Set(rows.map { String($0.1) }).count == rows.count, "none twice")
        #expect(Set(rows.map { String($0.1) }) == Set(all.map(\.name)))
        for row in rows {
            guard let variant = variants.named(String(row.1)) else { continue }
            let expectation: CertificateVariant.Expectation =
                row.2 == "accept" ? .accepted(as: String(row.3)) : .refused(String(row.3))
            #expect(variant.expectation == expectation, "\(row.1)")
            #expect(variant.summary == row.4, "\(row.1)")
        }
    }
}
