import DemoDocuments
import Foundation
import GatewayClient
import TestPKI
import Testing

/// Writes down what the doors answer, for `.ci/check-r4` to validate against R4 core: an optional, documented step.
@Suite(
    "Answers of the doors, for validation",
    .enabled(
        if: ProcessInfo.processInfo.environment["ANKUR_DOOR_ANSWERS"] != nil,
        "ANKUR_DOOR_ANSWERS names no folder"))
struct DoorAnswerTests {
    @Test("every kind of FHIR answer is written into the folder, each successful")
    func write() async throws {
        let folder = try #require(ProcessInfo.processInfo.environment["ANKUR_DOOR_ANSWERS"])
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let gateway = try await RunningGateway()
        for (holder, document) in [
            (Holder.northHospital, DemoDocument.epikriis), (Holder.laboratory, DemoDocument.laboratory),
        ] {
            let answer = try await Curl.ask(
                gateway, as: holder, gateway.url("providers", "/documents"),
                headers: ["Content-Type: application/xml"], body: document)
            try #require(answer.status == 201, "\(answer.text)")
        }
        let doctor = Acting.doctor.map { "\($0.0): \($0.1)" }
        func save(
            _ name: String, _ holder: String, _ listener: String, _ path: String, _ headers: [String] = [],
            body: String? = nil, status: Int = 200
        ) async throws {
            let answer = try await Curl.ask(
                gateway, as: holder, gateway.url(listener, path), headers: headers, body: body.map { Array($0.utf8) })
            try #require(answer.status == status, "\(name): \(answer.text.prefix(500))")
            try Data(answer.body).write(to: URL(fileURLWithPath: "\(folder)/\(name).json"))
        }
        let person = "patient.identifier=PNOEE-\(TestPerson.jaak.code)"
        try await save("metadata-providers", Holder.southHospital, "providers", "/fhir/metadata", doctor)
        let types = [
            "AllergyIntolerance", "Composition", "Condition", "Device", "DiagnosticReport", "DocumentReference",
            "Encounter", "Immunization", "Location", "Medication", "MedicationRequest", "MedicationStatement",
            "Observation", "Organization", "Patient", "Practitioner", "PractitionerRole", "Procedure", "Provenance",
            "Specimen",
        ]
        for type in types {
            try await save(
                "search-\(type)", Holder.southHospital, "providers", "/fhir/\(type)?\(person)&_total=accurate", doctor)
        }
        try await save(
            "include", Holder.southHospital, "providers",
            "/fhir/Observation?\(person)&_include=Observation:patient&_include=Observation:performer&_count=5", doctor)
        try await save(
            "everything", Holder.southHospital, "providers", "/fhir/Patient/$everything?\(person)&_count=1000", doctor)
        try await save("summary", Holder.southHospital, "providers", "/fhir/Patient/$summary?\(person)", doctor)
        try await save(
            "summary-of-nobody", Holder.southHospital, "providers",
            "/fhir/Patient/$summary?patient.identifier=PNOEE-\(TestPerson.peeter.code)", doctor)
        try await save(
            "lenient", Holder.southHospital, "providers", "/fhir/Condition?\(person)&colour=red",
            doctor + ["Prefer: handling=lenient"])
        try await save(
            "refused", Holder.southHospital, "providers", "/fhir/Condition?\(person)&colour=red", doctor, status: 400)
        let consent = """
            {"resourceType":"Consent","status":"active","scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]},\
            "category":[{"coding":[{"system":"http://loinc.org","code":"59284-0"}]}],"patient":{"identifier":{"value":"PNOEE-\(TestPerson.jaak.code)"}},\
            "provision":{"type":"deny"}}
            """
        let made = try await Curl.ask(
            gateway, as: Holder.citizen, gateway.url("citizens", "/fhir/Consent"),
            headers: ["Content-Type: application/fhir+json"], body: Array(consent.utf8))
        if made.status == 201 {
            try Data(made.body).write(to: URL(fileURLWithPath: "\(folder)/consent-created.json"))
        }
        try await save("consents", Holder.citizen, "citizens", "/fhir/Consent")
        try await save("own-access-log", Holder.citizen, "citizens", "/fhir/AuditEvent?date=ge2020-01-01")
        try await save("own-summary", Holder.citizen, "citizens", "/fhir/Patient/$summary")
        try await save("metadata-citizens", Holder.citizen, "citizens", "/fhir/metadata")
        try await save(
            "access-log", Holder.official, "ministry", "/fhir/AuditEvent/_search",
            ["Content-Type: application/x-www-form-urlencoded"], body: "date=ge2020-01-01&case=R4-1")
        try await save("metadata-ministry", Holder.official, "ministry", "/fhir/metadata")
        #expect(await gateway.process.terminate() == 0)
    }
}
