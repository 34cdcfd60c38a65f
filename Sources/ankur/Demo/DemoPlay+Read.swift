import Foundation
import GatewayClient
import JSONText

extension DemoPlay {
    /// Step 3: the citizen reads her own records; a doctor acting for a hospital reads one.
    mutating func readAsCitizenAndDoctor() async throws {
        narrator.step(3, "The citizen reads the records; a doctor reads one of them")
        narrator.say("The citizen comes with the ID certificate, to a listener for citizens alone:")
        let list = try await world.citizen.send("GET", citizens + "/fhir/DocumentReference").expecting(200).json()
        try expect(list.resources.count >= 3, "three records, there were \(list.resources.count)")
        for record in list.resources {
            let title = record["description"]?.stringValue ?? record["type"]?["text"]?.stringValue ?? "a record"
            if let id = record["id"]?.stringValue { titles[id] = title }
            narrator.say("  • \(title)  (\(record["date"]?.stringValue?.prefix(10) ?? ""))")
        }
        let bundle = try await world.citizen.send("GET", citizens + "/fhir/Bundle/\(epikriis)").expecting(200).json()
        let kinds = Dictionary(grouping: bundle.resources) { $0["resourceType"]?.stringValue ?? "?" }.mapValues(\.count)
        narrator.say(
            "The discharge summary is FHIR now: "
                + kinds.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", "))

        if wasPlayedBefore {
            narrator.say("(This folder has been played in before: the citizen opens the discharge summary again.)")
            try await decide("permit", about: epikriis)
        }
        narrator.say(
            "At Lõuna Näidishaigla a doctor opens the same document, for treatment; the hospital's signed token says so:"
        )
        epikriisAtSouth = try await nameAtSouth(of: epikriis)
        let read = try await readAsDoctor(epikriisAtSouth).expecting(200)
        narrator.say(
            "(There the document is called \(epikriisAtSouth.prefix(8))…, at its author \(epikriis.prefix(8))…: hospitals cannot join lists of names.)"
        )
        let foreign = try await readAsDoctor(epikriis)
        try expect(foreign.status == 404, "its author's name of it means nothing there")
        narrator.say("→ 200, \(read.body.count) bytes; it stands in the access log before a byte left the gateway.")
    }

    /// What Lõuna Näidishaigla calls a record, found by the document's own identifier.
    func nameAtSouth(of record: String) async throws -> String {
        let own = try await world.citizen.send("GET", citizens + "/fhir/DocumentReference/\(record)").expecting(200)
        let document = try own.json()["masterIdentifier"]
        let found = try await world.southHospital.send(
            "POST", providers + "/fhir/DocumentReference/_search",
            headers: actingDoctor() + [("Content-Type", "application/x-www-form-urlencoded")],
            body: Array("patient.identifier=PNOEE-38001085718&_count=1000".utf8)
        ).expecting(200).json()
        let reference = found.resources.first { $0["masterIdentifier"] == document }
        return reference?["id"]?.stringValue ?? ""
    }

    func readAsDoctor(_ record: String) async throws -> HTTPAnswer {
        try await world.southHospital.send(
            "GET", providers + "/fhir/Bundle/\(record)", headers: actingDoctor())
    }

    /// Step 4: a restriction is invisible: the doctor gets exactly what an unknown id gets.
    func restrict() async throws {
        narrator.step(4, "The citizen closes one document; for the doctor it no longer exists")
        try await decide("deny", about: epikriis)
        narrator.say("POST /fhir/Consent → 201: closed towards everyone.")
        let refused = try await readAsDoctor(epikriisAtSouth)
        let unknown = try await readAsDoctor("00000000000000000000000000000000")
        narrator.bytes("→ the doctor's answer for the closed document: \(refused.status)", refused.text, lines: 4)
        narrator.bytes("→ and for an id that never existed: \(unknown.status)", unknown.text, lines: 4)
        try expect(refused.status == 404 && refused.body == unknown.body, "the same answer, byte for byte")
        func comparable(_ answer: HTTPAnswer) -> [String] {
            answer.headers.filter { !["x-request-id", "date"].contains($0.name.lowercased()) }.map {
                "\($0.name): \($0.value)"
            }.sorted()
        }
        try expect(comparable(refused) == comparable(unknown), "the same headers")
        narrator.say("The two answers are equal, byte for byte.")
    }

    /// The citizen's decision about one record towards everyone, as a FHIR Consent.
    private func decide(_ type: String, about record: String) async throws {
        _ = try await world.citizen.send(
            "POST", citizens + "/fhir/Consent", headers: [("Content-Type", "application/fhir+json")],
            body: consent(type, about: record)
        ).expecting(201)
    }

    private func consent(_ type: String, about record: String) -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.key("resourceType")
        json.string("Consent")
        json.key("status")
        json.string("active")
        json.key("scope")
        json.raw(
            Array(
                #"{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]}"#
                    .utf8))
        json.key("category")
        json.raw(Array(#"[{"coding":[{"system":"http://loinc.org","code":"59284-0"}]}]"#.utf8))
        json.key("provision")
        json.beginObject()
        json.key("type")
        json.string(type)
        json.key("data")
        json.beginArray()
        json.beginObject()
        json.key("meaning")
        json.string("instance")
        json.key("reference")
        json.beginObject()
        json.key("reference")
        json.string("DocumentReference/\(record)")
        json.endObject()
        json.endObject()
        json.endArray()
        json.endObject()
        json.endObject()
        return json.bytes
    }

    /// Step 5: the citizen's own log, refused attempts included.
    func seeWhoLooked() async throws {
        narrator.step(5, "The citizen sees who looked, at what, and why")
        let log = try await world.citizen.send("GET", citizens + "/fhir/AuditEvent?date=ge\(today)").expecting(200)
            .json()
        let rows = log.auditRows(titles: titles)
        for row in rows { narrator.say("  • \(row.text)") }
        try expect(rows.contains { $0.isRefused }, "the refused attempt is in the log")
        try expect(rows.contains { !$0.isRefused && $0.who.contains("Maarika") }, "the doctor's look is in the log")
    }

    /// This machine's day, which is the gateway's too.
    private var today: String { String(ISO8601DateFormatter().string(from: Date()).prefix(10)) }
}

/// One AuditEvent in words.
struct AuditRow {
    let time: String
    let who: String
    let what: String
    let purpose: String
    let isRefused: Bool

    /// - Parameter titles: of records, by id.
    init(_ event: JSONValue, titles: [String: String]) {
        time = String((event["recorded"]?.stringValue ?? "").prefix(19))
        let agents = event["agent"]?.arrayValue ?? []
        let names = agents.compactMap { $0["name"]?.stringValue ?? $0["who"]?["display"]?.stringValue }
        who = names.filter { $0 != "Ankur gateway" }.reversed().joined(separator: ", ")
        let purposes =
            (event["purposeOfEvent"]?.arrayValue ?? []) + agents.flatMap { $0["purposeOfUse"]?.arrayValue ?? [] }
        purpose = purposes.first?["coding"]?.arrayValue?.first?["code"]?.stringValue ?? ""
        let subtypes = event["subtype"]?.arrayValue ?? []
        let action = subtypes.first.flatMap { $0["display"]?.stringValue ?? $0["code"]?.stringValue } ?? ""
        let references = (event["entity"]?.arrayValue ?? []).compactMap { $0["what"]?["reference"]?.stringValue }
        let records = references.compactMap { $0.split(separator: "/").last.flatMap { titles[String($0)] } }
        what = records.isEmpty ? action : "\(action): \(records.joined(separator: ", "))"
        // FHIR outcome 4, 8 or 12: it was not released.
        isRefused = event["outcome"]?.stringValue != "0"
    }

    var text: String { "\(time)  \(isRefused ? "REFUSED " : "released")  \(who) — \(what) — \(purpose)" }
}

extension JSONValue {
    /// The AuditEvents of a searchset.
    func auditRows(titles: [String: String]) -> [AuditRow] {
        resources.filter { $0["resourceType"]?.stringValue == "AuditEvent" }.map { AuditRow($0, titles: titles) }
    }
}
