import Foundation
import Profiles
import RecordTypes
import Testing

@Suite("A faulty profile set")
struct ProfileErrorTests {
    /// A directory of tables that lives as long as `body` runs.
    static func withFiles<Result>(_ files: [String: String], _ body: (String) throws -> Result) throws -> Result {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: directory) }
        for (path, content) in files {
            let file = directory.appendingPathComponent(path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(content.utf8).write(to: file)
        }
        return try body(directory.path)
    }

    static func faults(_ files: [String: String]) throws -> [ProfileFault] {
        try withFiles(files) { directory in
            do throws(ProfileError) {
                _ = try ProfileSet(directory: directory)
                return []
            } catch { return error.faults }
        }
    }

    static let systems = "oid\tmatch\turi\tname\n"
    static let terminologies = "system\tname\tversion\taccepted-until\tform\tcomplete\n"

    /// A rule with one fault in what follows its code.
    static func rule(_ rest: String) -> String {
        let requires = rest.contains("requires") ? "" : "    requires: header.id\n"
        return "rules:\n  - code: x\n    \(rest)\n" + requires + "    severity: error\n    message: m\n    remedy: r\n"
    }

    @Test(
        "names file and line of each fault",
        arguments: [
            ("core/nonsense.tsv", "a\n", ProfileFault.Code.unknownTable, 0),
            ("core/code-systems.tsv", "oid\turi\n", .wrongHeader, 1),
            ("core/code-systems.tsv", "", .wrongHeader, 1),
            ("core/code-systems.tsv", systems + "1.2\texact\n", .wrongCellCount, 2),
            ("core/code-systems.tsv", systems + "1.2\texact\turn:x\tX\n1.2\texact\turn:y\tY\n", .conflict, 3),
            ("core/code-systems.tsv", systems + "\texact\turn:x\tX\n", .missingCell, 2),
            ("core/code-systems.tsv", systems + "CPT\texact\turn:x\tX\n", .invalidCell, 2),
            ("core/code-systems.tsv", systems + "1.02\texact\turn:x\tX\n", .invalidCell, 2),
            ("core/code-systems.tsv", systems + "1.2\tsometimes\turn:x\tX\n", .invalidCell, 2),
            ("core/code-systems.tsv", systems + "1.2\texact\tno uri\tX\n", .invalidCell, 2),
            ("core/sections.tsv", "template\tcode-system\tcode\tkind\tname\n1.2\t\t\tstars\tX\n", .invalidCell, 2),
            (
                "core/sections.tsv", "template\tcode-system\tcode\tkind\tname\n# remark\n\n1.2\t\tA\tplan\tX\n",
                .invalidCell, 4
            ),
            (
                "core/persons.tsv",
                "oid\tscheme\tcountry\tfhir-system\tcheck\thl7-types\thl7-authorities\n1.2\tPNO\tEst\tu:x\tnone\t\t\n",
                .invalidCell, 2
            ),
            ("core/institutions.tsv", "oid\tscheme\tcountry\tfhir-system\n1.2\tABC\tEE\tu:x\n", .invalidCell, 2),
            (
                "core/message-types.tsv",
                "message\tevent\tkind\ttitle\ttype-system\ttype-code\ttype-display\nORU\t\tresults\tR\ts\tc\t\n",
                .missingCell, 2
            ),
            ("core/rules.yaml", rule("applies-to: nobody"), .invalidCell, 2),
            ("core/rules.yaml", rule("applies-to: cda\n    colour: red"), .unknownKey, 4),
            ("core/rules.yaml", rule("applies-to: cda\n    requires: header.nonsense"), .invalidCell, 2),
            ("core/rules.yaml", rule("applies-to: cda\n    requires: section.stars"), .invalidCell, 2),
            ("core/rules.yaml", rule("applies-to: cda\n    requires: a[b"), .invalidCell, 2),
            ("core/rules.yaml", rule("applies-to: cda\n    requires: [a, b]"), .wrongShape, 4),
            ("core/rules.yaml", "rules:\n  - code: x\n    code: y\n", .wrongShape, 2),
            ("core/rules.yaml", "rules: yes\n", .wrongShape, 1),
            ("core/rules.yaml", "roles: []\n", .unknownKey, 1),
            ("core/rules.yaml", "rules:\n  - code: [\n", .wrongShape, 3),
            ("core/types.yaml", "document-types:\n  - id: a\n    title: A\n", .missingCell, 2),
            ("core/types.yaml", "document-types:\n  - id: a\n    title: A\n    codes: [abc]\n", .wrongShape, 4),
            ("core/types.yaml", "document-types:\n  - id: a\n    templates: ['1.2']\n", .missingCell, 3),
            (
                "core/types.yaml",
                "sections:\n  - kind: plan\n    templates:\n      - 1.2\n      - 1.3\n      - 1.2\n", .duplicate, 6
            ),
            ("core/senders.yaml", "senders:\n  - id: a\n    senders: '1.2'\n    zone: Tallinn\n", .invalidCell, 3),
            ("core/senders.yaml", "senders:\n  - id: a\n    senders: '1.2'\n    delimiters: '^^'\n", .invalidCell, 3),
            ("core/senders.yaml", "senders:\n  - id: a\n    senders: '1.2'\n    framing: none\n", .invalidCell, 3),
            ("core/senders.yaml", "senders:\n  - id: a\n    senders: '1.2'\n", .missingCell, 3),
            ("core/senders.yaml", "senders:\n  - id: a\n    senders: '1.2'\n    summer-time: eu\n", .invalidCell, 3),
            ("core/terminologies.tsv", terminologies + "urn:oid:1.2\tX\t\t\t\tno\n", .unknownSystem, 2),
            ("core/codes/x.tsv", "system\tcode\tdisplay\nhttp://loinc.org\t1-8\t\n", .unknownSystem, 2),
            (
                "core/maps/gender.tsv",
                "system\tcode\ttarget\ttarget-system\ttarget-display\n*\tM\tmale\turn:oid:1.2\t\n", .unknownSystem, 2
            ),
            (
                "core/terminologies.tsv", terminologies + "http://hl7.org/fhir/x\tX\t1\t2027-13-01\t\tno\n",
                .invalidCell, 2
            ),
            (
                "core/maps/gender.tsv",
                "system\tcode\ttarget\ttarget-system\ttarget-display\n*\tM\tmale\t\t\n*\tM\tfemale\t\t\n", .conflict, 3
            ),
        ] as [(String, String, ProfileFault.Code, Int)])
    func faultPlaces(_ path: String, _ content: String, _ code: ProfileFault.Code, _ line: Int) throws {
        let faults = try Self.faults([path: content])
        #expect(faults.map(\.code) == [code])
        #expect(faults.map(\.line) == [line])
        #expect(faults.map(\.file) == [path])
    }

    @Test("reports the faults of all files at once")
    func allFaults() throws {
        let faults = try Self.faults([
            "a/code-systems.tsv": Self.systems + "x\texact\tu:x\t\ny\texact\tu:y\t\n", "b/nonsense.tsv": "a\n",
        ])
        #expect(faults.count == 3)
    }

    @Test("an empty or absent directory is no set")
    func nothing() throws {
        #expect(try Self.faults(["readme.txt": ""]).map(\.code) == [.unreadable])
        #expect(throws: ProfileError.self) { _ = try ProfileSet(directory: "/nonexistent-\(UUID().uuidString)") }
    }

    @Test("bytes that are no UTF-8 are refused")
    func encoding() throws {
        try Self.withFiles(["core/code-systems.tsv": Self.systems]) { directory in
            try Data([0x6F, 0xFF]).write(to: URL(fileURLWithPath: directory + "/core/code-systems.tsv"))
            do throws(ProfileError) {
                _ = try ProfileSet(directory: directory)
                Testing.Issue.record("accepted")
            } catch { #expect(error.faults.map(\.code) == [.notUTF8]) }
        }
    }

    @Test("the digest follows the content, the name and the place of a line, and not the place of the directory")
    func digests() throws {
        func digest(_ files: [String: String]) throws -> String {
            try Self.withFiles(files) { try ProfileSet(directory: $0).digest.hex }
        }
        let line = "1.2\texact\turn:x\tX\n"
        let base = try digest(["core/code-systems.tsv": Self.systems + line])
        #expect(try digest(["core/code-systems.tsv": Self.systems + line]) == base)
        #expect(try digest(["more/code-systems.tsv": Self.systems + line]) != base)
        #expect(try digest(["core/code-systems.tsv": Self.systems + "# remark\n" + line]) != base)
    }

    @Test("line ends of CR LF and columns in another order are read alike")
    func tolerance() throws {
        try Self.withFiles(["core/code-systems.tsv": "match\tname\turi\toid\r\nexact\tX\turn:x\t1.2\r\n"]) {
            let profiles = try ProfileSet(directory: $0)
            #expect(profiles.system(forOID: "1.2")?.uri == "urn:x")
        }
    }
}
