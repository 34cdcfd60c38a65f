import DemoDocuments
import Foundation
import GatewayClient
import JSONText

extension DemoPlay {
    /// Step 1: each institution sends in its own way and gets its acknowledgement and a receipt.
    mutating func submit() async throws {
        narrator.step(1, "Two hospitals and a laboratory submit")
        narrator.say("Põhja Näidishaigla posts a discharge summary (CDA), with its institution certificate:")
        let epikriisStatus = try await submitCDA(DemoDocument.epikriis, as: world.northHospital)
        epikriis = epikriisStatus.parameter("id") ?? ""
        receipt = epikriisStatus
        narrator.say("Näidise Kesklabor posts a laboratory report (CDA):")
        laboratoryReport = try await submitCDA(DemoDocument.laboratory, as: world.laboratory).parameter("id") ?? ""
        narrator.say("Lõuna Näidishaigla sends a result message (HL7 v2 ORU^R01) over MLLP in TLS:")
        try await submitOverMLLP()
    }

    private mutating func submitCDA(_ document: [UInt8], as sender: MutualTLSClient) async throws -> JSONValue {
        narrator.bytes(
            "POST /documents  (\(document.count) bytes)",
            String(decoding: document.prefix(2000), as: UTF8.self).split(separator: "\n").dropFirst(5).joined(
                separator: "\n"), lines: 3)
        let answer = try await sender.send(
            "POST", providers + "/documents", headers: [("Content-Type", "application/xml")], body: document
        ).expecting(201, 200)
        guard let location = answer.header("Location") else { throw DemoFailure("a submission without Location") }
        wasPlayedBefore = answer.status == 200
        narrator.say("→ \(answer.status), durable. Its status: \(location)")
        let status = try await anchored(location, as: sender)
        narrator.say("→ anchored as entry \(status.parameter("ledgerIndex") ?? "?") of the log; the receipt:")
        narrator.bytes("tlog-proof", status.parameter("proof") ?? "", lines: 4, width: 100)
        return status
    }

    /// Follows a submission until a checkpoint covers it.
    private func anchored(_ location: String, as sender: MutualTLSClient) async throws -> JSONValue {
        for _ in 0..<100 {
            let status = try await sender.send("GET", location).expecting(200).json()
            if status.parameter("stage") == "anchored" { return status }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw DemoFailure("no checkpoint covered the submission within ten seconds")
    }

    private func submitOverMLLP() async throws {
        let message = DemoDocument.oru
        narrator.bytes("MLLP  (\(message.count) bytes)", String(decoding: message, as: UTF8.self), lines: 3)
        let acknowledgements = try await world.mllp(as: "institution-90000021").send([message])
        let acknowledgement = String(decoding: acknowledgements.first ?? [], as: UTF8.self)
        narrator.bytes("→ acknowledgement", acknowledgement)
        try expect(acknowledgement.contains("MSA|AA|"), "AA for a good message")
    }

    /// Step 2: every fault in one answer, each with place, rule and remedy.
    func submitFaulty() async throws {
        narrator.step(2, "A faulty document gets all its faults in one answer")
        let answer = try await world.northHospital.send(
            "POST", providers + "/documents", headers: [("Content-Type", "application/xml")], body: DemoDocument.faulty)
        try expect(answer.status == 422 || answer.status == 400, "a 4xx for a faulty document, it was \(answer.status)")
        let issues = try answer.json()["issue"]?.arrayValue ?? []
        try expect(issues.count >= 4, "all faults at once, there were \(issues.count)")
        narrator.say("→ \(answer.status), an OperationOutcome with \(issues.count) findings:")
        for issue in issues {
            let severity = issue["severity"]?.stringValue ?? ""
            let place = (issue["location"] ?? issue["expression"])?.arrayValue?.first?.stringValue ?? "the document"
            narrator.say("\(severity.uppercased())  \(issue["details"]?["text"]?.stringValue ?? "")")
            narrator.say("        at \(place)")
            if let diagnostics = issue["diagnostics"]?.stringValue { narrator.say("        \(diagnostics)") }
        }
    }
}
