import Conversion
import Foundation
import Profiles
import RecordTypes
import Testing

/// Documents written for this project, each about one clinical situation, and what becomes of them: every byte of the Bundle and
/// every finding. Each output was read against its document before it was committed.
///
/// `NAME.xml` is the document. `NAME.json` is the Bundle with a line end after its opening and after each entry, which is all that
/// is not the converter's. `NAME.findings` has a line for each finding. After a change that is meant:
/// `ANKUR_WRITE_GOLDEN=1 swift test --filter CDAGoldenTests`, then read `git diff`.
@Suite("Documents and their Bundles")
struct CDAGoldenTests {
    static let folder = CDASamples.package + "/Tests/ConversionTests/Fixtures/cda"

    static let names: [String] =
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
        .filter { $0.hasSuffix(".xml") }.map { String($0.dropLast(4)) }.sorted()

    private static let isWriting = ProcessInfo.processInfo.environment["ANKUR_WRITE_GOLDEN"] == "1"

    private static func lines(_ parts: BundleParts) -> [UInt8] {
        let comma = [UInt8(ascii: ","), UInt8(ascii: "\n")]
        return parts.opening + [UInt8(ascii: "\n")] + Array(parts.entries.map(\.bytes).joined(separator: comma))
            + [UInt8(ascii: "\n")] + parts.closing + [UInt8(ascii: "\n")]
    }

    private static func lines(_ issues: [RecordTypes.Issue]) -> String {
        issues.map { issue in
            var place = ""
            if case .xpath(let path, let line, _) = issue.place { place = "\(line) \(path)" }
            return "\(issue.severity.rawValue) \(issue.code) \(place)\n    \(issue.message)\n"
        }.joined()
    }

    @Test("there are at least forty of them")
    func number() { #expect(Self.names.count >= 40) }

    @Test("a document gives its Bundle and its findings, byte for byte", arguments: names)
    func golden(_ name: String) throws {
        let path = "\(Self.folder)/\(name)"
        let source = SourceDocument(format: .cda, bytes: CDASamples.read(path + ".xml"))
        let outcome = try #require(CDASamples.converter).convert(source)
        let parts = try #require(outcome.parts, "\(outcome.issues.filter(\.refuses))")
        let (bundle, findings) = (Self.lines(parts), Self.lines(outcome.issues))
        if Self.isWriting {
            try Data(bundle).write(to: URL(fileURLWithPath: path + ".json"))
            try Data(findings.utf8).write(to: URL(fileURLWithPath: path + ".findings"))
        }
        let expected = CDASamples.read(path + ".json")
        let isSame = expected.filter { $0 != UInt8(ascii: "\n") } == parts.bytes
        #expect(isSame, "what differs first is told below")
        if expected != bundle {
            let (wanted, got) = (expected.split(separator: 10), bundle.split(separator: 10))
            for (one, other) in zip(wanted, got) where one != other {
                Testing.Issue.record(
                    "expected \(String(decoding: one, as: UTF8.self))\ngot \(String(decoding: other, as: UTF8.self))")
                break
            }
        }
        #expect(String(decoding: CDASamples.read(path + ".findings"), as: UTF8.self) == findings)
    }
}
