import Foundation
import GatewayClient
import JSONText
import TestPKI

extension DemoPlay {
    /// Step 6: the ministry runs the access log for the citizen and for a hospital.
    func runAccessLog() async throws {
        narrator.step(6, "The ministry runs the access log, under a case number")
        let period = "case=JVK-2026-118&date=ge2026-01-01"
        let forCitizen = "\(period)&patient.identifier=PNOEE-\(DemoWorld.citizenCode)"
        try await accessLog("for the citizen", form: forCitizen)
        try await accessLog("for Lõuna Näidishaigla", form: "\(period)&organization=NTREE-90000021")
        let refused = try await world.ministry.send(
            "POST", ministry + "/fhir/AuditEvent/_search", headers: [Self.form],
            body: Array("date=ge2026-01-01&organization=NTREE-90000021".utf8))
        narrator.say("Without a case number: \(refused.status).")
        try expect(refused.status == 400, "no access log without a case number")
    }

    private static let form = ("Content-Type", "application/x-www-form-urlencoded")

    private func accessLog(_ what: String, form: String) async throws {
        let answer = try await world.ministry.send(
            "POST", ministry + "/fhir/AuditEvent/_search", headers: [Self.form], body: Array(form.utf8)
        ).expecting(200).json()
        let rows = answer.auditRows(titles: titles)
        try expect(!rows.isEmpty, "rows \(what)")
        narrator.say("\(what): \(rows.count) rows, the newest:")
        for row in rows.prefix(4) { narrator.say("  • \(row.text)") }
        let statements = answer.resources.filter { $0["resourceType"]?.stringValue == "OperationOutcome" }
        let words = statements.flatMap { $0["issue"]?.arrayValue ?? [] }.compactMap {
            $0["details"]?["text"]?.stringValue
        }
        try expect(!words.isEmpty, "a statement of completeness")
        for word in words { narrator.say("Completeness: \(word)") }
    }

    /// Step 7: the receipt verifies offline; a flipped byte is found and not served.
    func proveAndTamper() async throws {
        narrator.step(7, "A receipt is verified offline; a flipped byte is refused")
        try await verifyReceipt()
        try await flipAndRead()
    }

    private func verifyReceipt() async throws {
        guard let receipt else { throw DemoFailure("no receipt was fetched") }
        let file = world.realm.folder + "/epikriis.receipt.json"
        try Data(receipt.canonicalBytes).write(to: URL(fileURLWithPath: file))
        let vkey = try await world.anyone.send("GET", world.gateway.url("public") + "/ledger/vkey").expecting(200)
        let keyFile = world.realm.folder + "/vkey"
        try Data(vkey.body).write(to: URL(fileURLWithPath: keyFile))
        let verified = try ChildCommand.run(world.executable, ["verify", file, "--vkey", keyFile])
        narrator.bytes("ankur verify \(file) --vkey \(keyFile)   (no network)", verified.output, lines: 12)
        try expect(verified.status == 0, "the receipt verifies")
    }

    private func flipAndRead() async throws {
        let vandal = try Vandal(dataFolder: world.realm.dataFolder, institution: "NTREE-10000030")
        let undo = try vandal.flipOneByte(ofSourceOf: laboratoryReport)
        narrator.say(
            "Somebody with the disk in hand flips one byte of the laboratory report in its institution's database.")
        let answer = try await world.citizen.send("GET", citizens + "/fhir/Binary/\(laboratoryReport)")
        narrator.bytes("→ \(answer.status)", answer.text, lines: 4)
        try expect(answer.status >= 500, "a damaged payload is not served")
        try vandal.put(undo, backInto: laboratoryReport)
        narrator.say("The byte is put back; the report is served again.")
        _ = try await world.citizen.send("GET", citizens + "/fhir/Binary/\(laboratoryReport)").expecting(200)
    }
}
