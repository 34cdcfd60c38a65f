import Foundation
import JSONText
import Testing

/// What is asked wrongly is answered in the words of HTTP and FHIR, and tells nothing else.
@Suite("Error answers")
struct ErrorAnswerTests {
    struct Wrong: Sendable, CustomStringConvertible {
        let name: String
        let holder: String
        let listener: String
        let path: String
        var options: [String] = []
        var headers: [String] = []
        var body: [UInt8]?
        let status: Int
        var description: String { name }
    }

    static let wrong: [Wrong] = [
        Wrong(
            name: "GET where only POST is", holder: Holder.northHospital, listener: "providers", path: "/documents",
            status: 405),
        Wrong(
            name: "DELETE of a record", holder: Holder.northHospital, listener: "providers",
            path: "/fhir/Bundle/00000000000000000000000000000000", options: ["--request", "DELETE"], status: 405),
        Wrong(
            name: "TRACE", holder: Holder.northHospital, listener: "providers", path: "/documents",
            options: ["--request", "TRACE"],
            status: 405),
        Wrong(
            name: "no such path", holder: Holder.northHospital, listener: "providers", path: "/nothing/here",
            status: 404),
        Wrong(
            name: "no such record", holder: Holder.northHospital, listener: "providers",
            path: "/fhir/Bundle/00000000000000000000000000000000", headers: doctor, status: 404),
        Wrong(
            name: "a path with dots", holder: Holder.northHospital, listener: "providers",
            path: "/fhir/%2e%2e/documents",
            options: ["--path-as-is"], status: 404),
        Wrong(
            name: "a form that FHIR does not have", holder: Holder.northHospital, listener: "providers",
            path: "/fhir/metadata", headers: ["Accept: text/turtle"], status: 406),
        Wrong(
            name: "such a form by _format", holder: Holder.northHospital, listener: "providers",
            path: "/fhir/metadata?_format=ttl",
            status: 406),
        Wrong(
            name: "a body larger than any document", holder: Holder.northHospital, listener: "providers",
            path: "/documents",
            headers: ["Content-Type: application/xml"], body: [UInt8](repeating: 0x20, count: (20 << 20) + 1),
            status: 413),
        Wrong(
            name: "a document of an unknown type", holder: Holder.northHospital, listener: "providers",
            path: "/documents",
            headers: ["Content-Type: text/plain"], body: Array("MSH".utf8), status: 415),
        Wrong(
            name: "an empty document", holder: Holder.northHospital, listener: "providers", path: "/documents",
            options: ["--request", "POST"], headers: ["Content-Type: application/xml", "Content-Length: 0"], status: 400
        ),
        Wrong(
            name: "a search without a patient", holder: Holder.northHospital, listener: "providers",
            path: "/fhir/DocumentReference",
            headers: doctor, status: 400),
        Wrong(
            name: "an unknown parameter", holder: Holder.northHospital, listener: "providers",
            path: "/fhir/DocumentReference?patient.identifier=PNOEE-38001085718&_include=*", headers: doctor,
            status: 400),
        Wrong(
            name: "a reader who is not named", holder: Holder.northHospital, listener: "providers",
            path: "/fhir/DocumentReference?patient.identifier=PNOEE-38001085718", status: 401),
        Wrong(
            name: "a citizen who asks about another", holder: Holder.citizen, listener: "citizens",
            path: "/fhir/DocumentReference?patient.identifier=PNOEE-60001017869", status: 403),
        Wrong(
            name: "a target of 5000 bytes", holder: Holder.citizen, listener: "citizens",
            path: "/" + String(repeating: "a", count: 5000),
            status: 414),
        Wrong(
            name: "the access log without a case number", holder: Holder.official, listener: "ministry",
            path: "/fhir/AuditEvent/_search",
            headers: ["Content-Type: application/x-www-form-urlencoded"], body: Array("date=ge2026-01-01".utf8),
            status: 400),
        Wrong(
            name: "a Consent that is no JSON", holder: Holder.citizen, listener: "citizens", path: "/fhir/Consent",
            headers: ["Content-Type: application/fhir+json"], body: Array("{".utf8), status: 400),
    ]

    static let doctor = Acting.doctor.map { "\($0.0): \($0.1)" }

    @Test("each gets its status and an OperationOutcome that quotes nothing", arguments: wrong)
    func answers(_ wrong: Wrong) async throws {
        let gateway = try await SharedGateway.running
        let answer = try await Curl.ask(
            gateway, as: wrong.holder, gateway.url(wrong.listener, wrong.path), wrong.options,
            headers: wrong.headers + ["X-Request-Id: acceptance-4711"], body: wrong.body)
        #expect(answer.status == wrong.status, "\(answer.text) \(answer.errors)")
        #expect(try !answer.json().issues.isEmpty)
        #expect(answer.header("X-Request-Id") == "acceptance-4711")
        if wrong.status == 405 { #expect(answer.header("Allow")?.isEmpty == false) }
        for secret in ["38001085718", "60001017869", ".swift", "/work", "sqlite", "GRDB"] {
            #expect(!answer.text.contains(secret))
        }
    }

    @Test("a request id that could be a person's code is not echoed")
    func requestID() async throws {
        let gateway = try await SharedGateway.running
        let answer = try await Curl.ask(
            gateway, as: Holder.citizen, gateway.url("citizens", "/fhir/metadata"),
            headers: ["X-Request-Id: person-38001085718"])
        #expect(answer.status == 200)
        #expect(answer.header("X-Request-Id")?.contains("38001085718") == false)
    }

    @Test("HEAD is GET without its body")
    func head() async throws {
        let gateway = try await SharedGateway.running
        let answer = try await Curl.ask(
            gateway, as: Holder.citizen, gateway.url("citizens", "/fhir/metadata"), ["--head"])
        #expect(answer.status == 200)
        #expect(!answer.text.contains("resourceType"), "curl gives the head alone")
    }

    @Test(
        "every door says what it does",
        arguments: [
            ("providers", Holder.northHospital), ("citizens", Holder.citizen), ("ministry", Holder.official),
        ])
    func capabilities(_ listener: String, _ holder: String) async throws {
        let gateway = try await SharedGateway.running
        let answer = try await Curl.ask(gateway, as: holder, gateway.url(listener, "/fhir/metadata"))
        #expect(answer.status == 200)
        #expect(try answer.json()["resourceType"]?.stringValue == "CapabilityStatement")
    }
}
