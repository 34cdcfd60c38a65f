import Conversion
import FHIR
import Profiles
import RecordTypes
import Testing

@Suite("Findings about code lists, rules by path and sender quirks")
struct TerminologyFindingTests {
    private static let problem = """
        <observation classCode="OBS" moodCode="EVN"><id root="1.2.3" extension="p"/>
        <code code="55607006" codeSystem="2.16.840.1.113883.6.96"/><statusCode code="completed"/><effectiveTime value="20260101"/>
        VALUE</observation>
        """

    private static func convert(
        value: String, _ files: [(path: String, lines: [String])] = []
    ) throws -> ConversionOutcome {
        let document = CDADocument.with(
            section: "11450-4", entry: problem.replacing("VALUE", with: value))
        return try ProfileExampleTests.with(files) { folder in
            Converter(profiles: try ProfileSet(directory: folder))
                .convert(SourceDocument(format: .cda, bytes: Array(document.text.utf8)))
        }
    }

    @Test("a code of another system is told where it exists, and keeps the system that only people can doubt")
    func wrongSystem() throws {
        let outcome = try Self.convert(
            value: #"<value xsi:type="CD" code="48765-2" codeSystem="2.16.840.1.113883.6.96"/>"#)
        let finding = try #require(outcome.issues.first { $0.code == "cda-wrong-code-system" })
        #expect(finding.severity == .warning)
        #expect(finding.message == "The code exists in LOINC; it was sent as one of SNOMED CT.")
        #expect(finding.remedy?.isEmpty == false)
        #expect(
            String(decoding: try #require(outcome.parts).bytes, as: UTF8.self).contains(
                #""system":"http://snomed.info/sct","code":"48765-2""#))
    }

    @Test("a code that a whole list does not hold stands without that system, which is kept beside it")
    func noMember() throws {
        let outcome = try Self.convert(
            value: #"<value xsi:type="CD" code="48765-2" codeSystem="2.16.840.1.113883.5.6"/>"#)
        #expect(outcome.issues.contains { $0.code == "cda-wrong-code-system" })
        let text = String(decoding: try #require(outcome.parts).bytes, as: UTF8.self)
        #expect(!text.contains("v3-ActClass\",\"code\":\"48765-2"))
        #expect(text.contains(#""valueString":"2.16.840.1.113883.5.6""#))
    }

    @Test(
        "a version older than the list's is a warning with its date of acceptance; the list's own is none",
        arguments: [("7", true), ("9", false), ("10", false)])
    func versions(_ version: String, _ isWarned: Bool) throws {
        let list = (
            path: "national/ee/terminologies.tsv",
            lines: [
                "system\tname\tversion\taccepted-until\tform\tcomplete",
                "http://hl7.org/fhir/sid/icd-10\tRHK-10\t9\t2027-12-31\t\tno",
            ]
        )
        let outcome = try Self.convert(
            value: #"<value xsi:type="CD" code="J18.9" codeSystem="1.3.6.1.4.1.28284.6.2.1.13.\#(version)"/>"#, [list])
        let finding = outcome.issues.first { $0.code == "cda-terminology-version" }
        #expect((finding != nil) == isWarned)
        if let finding {
            #expect(finding.severity == .warning)
            #expect(finding.message.contains("version 7 of RHK-10; version 9 is in force"))
            #expect(finding.message.contains("accepted until 2027-12-31"))
            #expect(outcome.parts != nil)
        }
    }

    @Test(
        "a rule by path is reported in each place that breaks it",
        arguments: [
            ("requires: //observation/methodCode", 1), ("requires: //observation/value/@code", 0),
            ("forbids: //observation[value]", 1), ("forbids: //observation[@moodCode='INT']", 0),
            ("each: //observation\n    requires: statusCode/@code\n    one-of: [active, aborted]", 1),
            ("each: //observation\n    requires: statusCode/@code\n    one-of: completed", 0),
            ("each: //section/entry\n    requires: act", 1), ("requires: recordTarget/patientRole/id[@extension]", 0),
            ("requires: recordTarget/patientRole/addr", 1),
        ])
    func pathRules(_ condition: String, _ breaches: Int) throws {
        let rule = (
            path: "national/xx/rules.yaml",
            lines: [
                "rules:", "  - code: xx-rule", "    applies-to: cda", "    \(condition)", "    severity: warning",
                "    message: m", "    remedy: r", "    clause: c",
            ]
        )
        let outcome = try Self.convert(
            value: #"<value xsi:type="CD" code="J18.9" codeSystem="2.16.840.1.113883.6.3"/>"#, [rule])
        let findings = outcome.issues.filter { $0.code == "xx-rule" }
        #expect(findings.count == breaches)
        for finding in findings {
            #expect(finding.rule?.hasPrefix("c; profiles/national/xx/rules.yaml:") == true)
            guard case .xpath(let path, let line, _) = finding.place else {
                Testing.Issue.record("the finding has no place")
                continue
            }
            #expect(path.hasPrefix("/ClinicalDocument"))
            #expect(line > 0)
        }
    }

    @Test("a sender's clocks are those that its profile names")
    func senderZone() throws {
        let entry = Self.problem.replacing("20260101", with: "202601011200").replacing(
            "VALUE", with: #"<value xsi:type="CD" code="J18.9" codeSystem="2.16.840.1.113883.6.3"/>"#)
        var document = CDADocument.with(section: "11450-4", entry: entry)
        document.effectiveTime = #"<effectiveTime value="20260312101500"/>"#
        let sender = (
            path: "national/xx/senders.yaml",
            lines: [
                "senders:", "  - id: far-hospital", "    senders: '1.3.6.1.4.1.28284.4^90000001'", "    zone: '+05:30'",
                "    summer-time: none",
            ]
        )
        func text(_ files: [(path: String, lines: [String])]) throws -> String {
            try ProfileExampleTests.with(files) { folder in
                let outcome = Converter(profiles: try ProfileSet(directory: folder))
                    .convert(SourceDocument(format: .cda, bytes: Array(document.text.utf8)))
                return String(decoding: try #require(outcome.parts).bytes, as: UTF8.self)
            }
        }
        #expect(try text([]).contains("2026-01-01T12:00:00+02:00"))
        #expect(try text([sender]).contains("2026-01-01T12:00:00+05:30"))
    }
}
