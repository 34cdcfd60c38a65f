import Profiles
import Testing

@Suite("What is known of code lists")
struct TerminologyTests {
    @Test(
        "a LOINC code has its check digit",
        arguments: [
            ("48765-2", true), ("8480-6", true), ("34133-9", true), ("LP7839-6", true), ("LA6576-8", true),
            ("48765-3", false), ("487652", false), ("-2", false), ("", false), ("22298006", false),
        ])
    func loinc(_ code: String, _ fits: Bool) { #expect(Terminology.Form.loinc.fits(code) == fits) }

    @Test(
        "a SNOMED CT code has Verhoeff's check digit, also in front of an expression",
        arguments: [
            ("22298006", true), ("73211009", true), ("160245001", true), ("91936005", true),
            ("22298006:363698007=80891009", true), ("22298007", false), ("12345", false), ("48765-2", false),
            ("", false), ("UNK", false),
        ])
    func snomed(_ code: String, _ fits: Bool) { #expect(Terminology.Form.sctid.fits(code) == fits) }

    @Test(
        "an older version is told by its numbers, not by its letters",
        arguments: [("8", true), ("9", false), ("10", false), ("8.12", true), ("2015-08-01", false), ("draft", false)])
    func versions(_ sent: String, _ isOlder: Bool) throws {
        let files = [
            "code-systems.tsv": "oid\tmatch\turi\tname\n1.2\texact\turn:oid:1.2\tX\n",
            "terminologies.tsv": ProfileErrorTests.terminologies + "urn:oid:1.2\tX\t9\t2027-12-31\t\tno\n",
        ]
        try ProfileErrorTests.withFiles(files) { folder in
            let list = try #require(try ProfileSet(directory: folder).terminology(of: "urn:oid:1.2"))
            #expect(list.isOlder(sent) == isOlder)
            #expect(list.acceptedUntil == "2027-12-31")
        }
    }

    @Test("a code is found in the lists that hold it, whatever it was sent under")
    func holders() throws {
        let profiles = try ShippedProfiles.load()
        #expect(profiles.terminologies(holding: "48765-2").map(\.name) == ["LOINC"])
        #expect(profiles.holds(code: "48765-2", system: "http://loinc.org"))
        #expect(!profiles.holds(code: "48765-2", system: "http://snomed.info/sct"))
        #expect(profiles.display(of: "8480-6", system: "http://loinc.org") == "Systolic blood pressure")
        #expect(profiles.display(of: "nothing", system: "http://loinc.org") == nil)
    }
}

@Suite("Paths of rules")
struct RulePathTests {
    @Test(
        "are a small part of XPath",
        arguments: [
            "a", "a/b", "/a/b", "//a", "a//b", "@x", "a/@x", "a[b]/c", "a[@x='1']", "a[b/@c='d e']//f[g][h]/@i", "*",
            ".",
            "./a",
        ])
    func wellFormed(_ text: String) { #expect(RulePath(text) != nil) }

    @Test(
        "and nothing else",
        arguments: [
            "", "/", "//", "a/", "a//", "a[", "a[b", "a[]", "a[@x='1]", "a[@x=1]", "@", "@x/a", "//@x", "a b", "a|b",
            "a[1]x",
            "text()", "a::b", "..",
            "a[b[c[d[e[f[g[h[i]]]]]]]]",
        ])
    func malformed(_ text: String) { #expect(RulePath(text) == nil) }
}
