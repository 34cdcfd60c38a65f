import Foundation
import GatewayClient
import JSONText
import TestPKI
import Testing

/// A restriction is invisible: what a citizen closes is, for the reader, not there.
@Suite("Restrictions")
struct RestrictionTests {
    private let doctor = Acting.doctor.map { "\($0.0): \($0.1)" }

    @Test("a closed record, an unknown one and one of nobody are one answer, headers included")
    func oneAnswer() async throws {
        let gateway = try await RunningGateway()
        let record = try await submit("RESTRICT-1", to: gateway)
        let there = try await ReaderName.of(record, for: Holder.southHospital, headers: doctor, in: gateway)
        let url = gateway.url("providers", "/fhir/Bundle/\(there)")
        #expect(try await asDoctor(gateway, url).status == 200, "open before")
        try await close(record, in: gateway)
        for form in ["Bundle", "Binary"] {
            let closed = try await asDoctor(gateway, gateway.url("providers", "/fhir/\(form)/\(there)"))
            let unknown = try await asDoctor(
                gateway, gateway.url("providers", "/fhir/\(form)/" + String(repeating: "f", count: 32)))
            #expect(closed.status == 404)
            #expect(closed.comparable == unknown.comparable)
        }
        try await listsAreOneAnswer(gateway)
        try await isLogged(record, in: gateway)
        #expect(await gateway.process.terminate() == 0)
    }

    /// Jaak's only record is closed, Peeter has none.
    private func listsAreOneAnswer(_ gateway: RunningGateway) async throws {
        func search(_ person: String) async throws -> [String] {
            try await asDoctor(
                gateway, gateway.url("providers", "/fhir/DocumentReference?patient.identifier=PNOEE-\(person)")
            ).comparable
        }
        let closed = try await search("38001085718")
        #expect(closed.first == "200")
        #expect(try await closed == search("39901012239"))
    }

    /// The citizen sees the refused attempts as attempts.
    private func isLogged(_ record: String, in gateway: RunningGateway) async throws {
        let log = try await Curl.ask(
            gateway, as: Holder.citizen, gateway.url("citizens", "/fhir/AuditEvent?date=ge2026-01-01"))
        #expect(log.status == 200, "\(log.text)")
        let events = try log.json().resources.filter { $0["resourceType"]?.stringValue == "AuditEvent" }
        let refused = events.filter { $0["outcome"]?.stringValue != "0" }
        #expect(refused.count >= 2, "two reads of the closed record were refused: \(log.text)")
        #expect(events.count > refused.count, "the read before was released")
    }

    @Test("what is opened again is there again")
    func opened() async throws {
        let gateway = try await SharedGateway.running
        let record = try await submit("RESTRICT-2", to: gateway)
        let there = try await ReaderName.of(record, for: Holder.southHospital, headers: doctor, in: gateway)
        let url = gateway.url("providers", "/fhir/Bundle/\(there)")
        try await close(record, in: gateway)
        #expect(try await asDoctor(gateway, url).status == 404)
        try await decide("permit", record, in: gateway)
        #expect(try await asDoctor(gateway, url).status == 200)
    }

    @Test("a citizen closes a record with the page's own form, and a form without its token does nothing")
    func form() async throws {
        let gateway = try await SharedGateway.running
        let record = try await submit("RESTRICT-3", to: gateway)
        let there = try await ReaderName.of(record, for: Holder.southHospital, headers: doctor, in: gateway)
        let page = try await Curl.ask(gateway, as: Holder.citizen, gateway.url("citizens", "/restrictions"))
        #expect(page.status == 200)
        let token = try #require(page.text.firstMatch(of: /name="form-token"[^>]*value="([0-9a-f]+)"/)?.1)
        let fields = "record=\(record)&audience=everyone&effect=deny"
        for (form, status) in [
            (fields, 403), ("form-token=\(String(repeating: "0", count: 80))&" + fields, 403),
            ("form-token=\(token)&" + fields, 303),
        ] {
            let answer = try await Curl.ask(
                gateway, as: Holder.citizen, gateway.url("citizens", "/restrictions"),
                headers: ["Content-Type: application/x-www-form-urlencoded"], body: form.bytes)
            #expect(answer.status == status, "\(answer.text.prefix(500))")
        }
        #expect(try await asDoctor(gateway, gateway.url("providers", "/fhir/Bundle/\(there)")).status == 404)
    }

    @Test("nobody closes another person's record")
    func foreign() async throws {
        let gateway = try await SharedGateway.running
        let record = try await submit("RESTRICT-4", to: gateway)
        let there = try await ReaderName.of(record, for: Holder.southHospital, headers: doctor, in: gateway)
        let answer = try await Curl.ask(
            gateway, as: Holder.otherCitizen, gateway.url("citizens", "/fhir/Consent"),
            headers: ["Content-Type: application/fhir+json"], body: consent("deny", record).bytes)
        #expect(answer.status == 404, "\(answer.text)")
        #expect(try await asDoctor(gateway, gateway.url("providers", "/fhir/Bundle/\(there)")).status == 200)
    }

    @Test(
        "another citizen gets of a record what she gets of none",
        arguments: ["/fhir/Bundle/", "/fhir/Binary/", "/records/", "/records/ID/receipt"])
    func otherCitizen(_ path: String) async throws {
        let gateway = try await SharedGateway.running
        let record = try await submit("RESTRICT-5", to: gateway)
        func ask(_ id: String) async throws -> Curl {
            let target = path.contains("ID") ? path.replacing("ID", with: id) : path + id
            return try await Curl.ask(
                gateway, as: Holder.otherCitizen, gateway.url("citizens", target),
                headers: ["X-Request-Id: the-same-for-both"])
        }
        let foreign = try await ask(record)
        #expect(foreign.status == 404)
        #expect(try await foreign.comparable == ask(String(repeating: "e", count: 32)).comparable)
    }

    private func asDoctor(_ gateway: RunningGateway, _ url: String) async throws -> Curl {
        try await Curl.ask(gateway, as: Holder.southHospital, url, headers: doctor)
    }

    private func submit(_ name: String, to gateway: RunningGateway) async throws -> String {
        let answer = try await Curl.ask(
            gateway, as: Holder.northHospital, gateway.url("providers", "/documents"),
            headers: ["Content-Type: application/xml"],
            body: TestDocument.cda(name).bytes)
        return try #require(answer.json().submissionExtension("submission"), "\(answer.text)")
    }

    private func close(_ record: String, in gateway: RunningGateway) async throws {
        try await decide("deny", record, in: gateway)
    }

    private func decide(_ effect: String, _ record: String, in gateway: RunningGateway) async throws {
        let answer = try await Curl.ask(
            gateway, as: Holder.citizen, gateway.url("citizens", "/fhir/Consent"),
            headers: ["Content-Type: application/fhir+json"],
            body: consent(effect, record).bytes)
        try #require(answer.status == 201, "\(answer.text)")
    }

    private func consent(_ effect: String, _ record: String) -> String {
        """
        {"resourceType":"Consent","status":"active","scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope",\
        "code":"patient-privacy"}]},"category":[{"coding":[{"system":"http://loinc.org","code":"59284-0"}]}],"provision":{"type":"\(effect)",\
        "data":[{"meaning":"instance","reference":{"reference":"DocumentReference/\(record)"}}]}}
        """
    }
}
