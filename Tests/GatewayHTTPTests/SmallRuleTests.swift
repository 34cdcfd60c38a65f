import Crypto
import FHIR
import RecordTypes
import Testing
import WebPages

@testable import GatewayHTTP

@Suite("Small rules of requests")
struct SmallRuleTests {
    @Test(
        "an Accept field is weighed by its most specific range",
        arguments: [
            ("*/*", true), ("application/*", true), ("application/fhir+json", true), ("application/json;q=0.5", true),
            ("", true),
            ("text/html", false), ("text/html, */*;q=0.1", true),
            ("application/fhir+json;q=0, application/json;q=0", false),
            ("application/fhir+xml", false), ("*/*;q=0", false), ("application/json;q=0.0, */*", true),
            ("nonsense", false),
        ])
    func accept(_ field: String, _ expected: Bool) {
        #expect(MediaType.accepts(field, anyOf: MediaType.fhirBodies) == expected)
    }

    @Test("form tokens hold for one certificate, one listener and two hours")
    func formTokens() throws {
        let tokens = FormTokens(key: SymmetricKey(size: .bits256))
        let one = CertificateFingerprint(try #require(Digest(Array(repeating: 1, count: 32))))
        let two = CertificateFingerprint(try #require(Digest(Array(repeating: 2, count: 32))))
        let now = Instant(seconds: 1_000_000)
        let token = tokens.token(for: one, listener: "citizens", now: now)
        try tokens.check(token, for: one, listener: "citizens", now: now)
        try tokens.check(token, for: one, listener: "citizens", now: now.advanced(by: .seconds(7200)))
        let cases: [(String?, CertificateFingerprint, String, Instant)] = [
            (token, two, "citizens", now), (token, one, "ministry", now),
            (token, one, "citizens", now.advanced(by: .seconds(7201))),
            (token, one, "citizens", now.advanced(by: .seconds(-1))), (nil, one, "citizens", now),
            ("", one, "citizens", now),
            (String(token.dropLast(2)), one, "citizens", now), ("ff" + token.dropFirst(2), one, "citizens", now),
            (
                FormTokens(key: SymmetricKey(size: .bits256)).token(for: one, listener: "citizens", now: now), one,
                "citizens", now
            ),
        ]
        for (token, fingerprint, listener, now) in cases {
            #expect(throws: HTTPFault.self) { try tokens.check(token, for: fingerprint, listener: listener, now: now) }
        }
    }

    @Test(
        "search dates are periods at the precision that they are written in",
        arguments: [
            (["ge2026-03-01"], "2026-02-28T22:00:00.000Z", nil), (["gt2026-03-01"], "2026-03-01T22:00:00.000Z", nil),
            (["lt2026-07-01"], nil, "2026-06-30T21:00:00.000Z"), (["le2026-07-01"], nil, "2026-07-01T21:00:00.000Z"),
            (["2026-03-01"], "2026-02-28T22:00:00.000Z", "2026-03-01T22:00:00.000Z"),
            (["eq2026-03-01T10:00:00Z"], "2026-03-01T10:00:00.000Z", "2026-03-01T10:00:01.000Z"),
            (["ge2026-03-01", "lt2026-03-02"], "2026-02-28T22:00:00.000Z", "2026-03-01T22:00:00.000Z"),
        ] as [([String], String?, String?)])
    func periods(_ texts: [String], _ from: String?, _ until: String?) throws {
        let period = try DatePeriod(texts)
        #expect(period.from?.description == from)
        #expect(period.until?.description == until)
    }

    @Test(
        "dates that are none are refused",
        arguments: [
            "", "2026", "2026-02-30", "ne2026-01-01", "ap2026-01-01", "xx", "ge", "2026-01-01T99:00:00Z", "9999999999",
        ])
    func wrongPeriods(_ text: String) {
        #expect(throws: HTTPFault.self) { try DatePeriod([text]) }
    }

    @Test(
        "form fields are decoded strictly",
        arguments: ["a=1&a=2", "a=%", "a=%f", "a=%zz", "a=%ff", "a=%00", "a=%0a", String(repeating: "x=1&", count: 2)])
    func wrongFields(_ text: String) {
        #expect(throws: HTTPFault.self) { try FormFields(query: text) }
    }

    @Test("form fields are decoded")
    func fields() throws {
        let fields = try FormFields(query: "case=A+b%20c&person=%C3%B5&empty=&bare")
        #expect(fields[.caseNumber] == "A b c")
        #expect(fields["person"] == "õ")
        #expect(fields["empty"] == "" && fields["bare"] == "")
        #expect(fields[.outcome] == nil)
    }

    @Test(
        "what is written in a text area keeps its lines; no other control character comes in, and none in another field",
        arguments: [
            ("text=a%0D%0Ab", "a\nb"), ("text=a%0Ab%0Dc", "a\nb\nc"), ("text=%0D%0A+a%09b+%0D%0A", "a b"),
            ("text=a%00", nil), ("text=a%1Bb", nil), ("text=a%7F", nil), ("case=a%0D%0Ab", nil), ("te%0Axt=a", nil),
        ] as [(String, String?)])
    func linesOfText(_ query: String, _ expected: String?) throws {
        guard let expected else {
            #expect(throws: HTTPFault.self) { try FormFields(query: query) }
            return
        }
        #expect(try FormFields(query: query)[.text] == expected)
    }

    @Test("a restriction survives the way to FHIR and back")
    func consentRoundTrip() throws {
        let id = try #require(RecordID(String(repeating: "a", count: 32)))
        let person = try #require(PersonIdentifier(semantics: "PNOEE-38001085718"))
        let institution = try #require(InstitutionID("NTREE-90000015"))
        let decided = Instant(seconds: 1_772_355_600)
        let month = try #require(DateSpan(fhir: "2026-03"))
        let open = DateSpan(start: .beforeAllDates, end: month.end)
        for target in [
            Restriction.Target.wholeRecord, .record(id), .author(institution), .period(month), .period(open),
            .category(system: "http://loinc.org", code: "18842-5"),
        ] {
            for audience in [
                Restriction.Audience.everyone, .institution(institution), .professional(person), .role("pharmacist"),
            ] {
                for (effect, until, purpose) in [
                    (.deny, nil, nil), (.permit, decided.advanced(by: .seconds(60)), .breakTheGlass),
                ] as [(Restriction.Effect, Instant?, PurposeOfUse?)] {
                    let restriction = Restriction(
                        target: target, audience: audience, purpose: purpose, effect: effect, decided: decided,
                        until: until)
                    let read = try ConsentDecisionRead(Consent(restriction, of: person), by: person) { _, _ in nil }
                    #expect(read.target == target && read.audience == audience && read.purpose == purpose)
                    #expect(read.effect == effect && read.until == until)
                }
            }
        }
    }

    @Test("what a page writes into its forms is read back as it was, and nothing else is")
    func fieldValues() throws {
        let id = try #require(RecordID(String(repeating: "a", count: 32)))
        let person = try #require(PersonIdentifier(semantics: "PNOEE-38001085718"))
        let institution = try #require(InstitutionID("NTREE-90000015"))
        let month = try #require(DateSpan(fhir: "2026-03"))
        for target in [
            Restriction.Target.wholeRecord, .record(id), .author(institution), .period(month),
            .category(system: "urn:oid:1|2", code: "x"),
        ] { #expect(Restriction.Target(fieldValue: target.fieldValue) == target) }
        for audience in [
            Restriction.Audience.everyone, .institution(institution), .professional(person), .role("a b"),
        ] { #expect(Restriction.Audience(fieldValue: audience.fieldValue) == audience) }
        for wrong in [
            "", "nothing", "author:", "author:x", "category:", "category:x", "period:", "period:2026-03-01",
            "period:2026-03-02/2026-03-01", "period:x/y",
        ] { #expect(Restriction.Target(fieldValue: wrong) == nil, "\(wrong)") }
        for wrong in ["", "role:", "somebody", "PNO"] {
            #expect(Restriction.Audience(fieldValue: wrong) == nil, "\(wrong)")
        }
    }

    @Test(
        "dates of every precision compare as spans (FHIR R4 3.1.1.5.9)",
        arguments: [
            ("2026-03", "2026-03-14", true), ("2026-03-14", "2026-03", false), ("eq2026", "2026-12-31", true),
            ("ne2026", "2026-12-31", false), ("ge2026-03", "2026-02-28", false), ("ge2026-03", "2026-03-31", true),
            ("gt2026-03", "2026-03-31", false), ("gt2026-03", "2026-04-01", true), ("lt2026-03", "2026-02-28", true),
            ("lt2026-03", "2026-03-01", false), ("le2026-03", "2026-03-31", true), ("le2026-03", "2026-04-01", false),
            ("sa2026-03", "2026-04-01", true), ("eb2026-03", "2026-02", true), ("eb2026-03", "2026-03-01", false),
            ("2026-03-14", "2026-03-14T23:59:59Z", true), ("2026-03-14", "2026-03-14T23:30:00-02:00", false),
        ])
    func dates(_ criterion: String, _ target: String, _ expected: Bool) throws {
        let date = try #require(DateCriterion(criterion))
        let span = try #require(DateSpan(fhir: target))
        #expect(date.matches(span) == expected)
    }

    @Test(
        "what is no date is no criterion",
        arguments: [
            "", "ge", "20", "2026-3", "2026-13", "2026-02-30", "ap2026", "2026-03-01T", "yesterday", "ge ge2026",
        ])
    func noDates(_ text: String) { #expect(DateCriterion(text) == nil) }

    @Test("a body that crawls is refused after its grace")
    func pace() {
        let start = ContinuousClock.now
        let pace = BodyPace(start: start)
        #expect(pace.allows(1, at: start.advanced(by: .seconds(9))))
        #expect(!pace.allows(1, at: start.advanced(by: .seconds(20))))
        #expect(pace.allows(20_000, at: start.advanced(by: .seconds(20))))
    }
}
