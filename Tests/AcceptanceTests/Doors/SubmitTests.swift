import DemoDocuments
import GatewayClient
import JSONText
import TestPKI
import Testing
import TransparencyLog

/// Submitting through the providers' door, with curl as the client.
@Suite("Submitting")
struct SubmitTests {
    @Test("a good document is 201 with its promise; the same bytes again are 200 with the same promise")
    func twice() async throws {
        let gateway = try await SharedGateway.running
        let document = TestDocument.cda("SUBMIT-TWICE").bytes
        let first = try await submit(document, to: gateway)
        #expect(first.status == 201, "\(first.text)")
        let again = try await submit(document, to: gateway)
        #expect(again.status == 200)
        let promises = try [first, again].map { answer in
            try ["submission", "ledger-index", "ledger-acknowledgement"].map {
                try answer.json().submissionExtension($0)
            }
        }
        #expect(promises[0] == promises[1])
        #expect(promises[0].allSatisfy { $0 != nil })
        #expect(first.header("Location") == again.header("Location"))
        #expect(first.header("Location")?.hasPrefix(gateway.url("providers", "/submissions/")) ?? false)
        #expect(first.header("Content-Type")?.hasPrefix("application/fhir+json") ?? false)
    }

    @Test("the same bytes sent eight times at one moment are one record and one promise")
    func atOnce() async throws {
        let gateway = try await SharedGateway.running
        let document = TestDocument.cda("SUBMIT-AT-ONCE", of: .laboratory).bytes
        let client = try gateway.client(Holder.laboratory)
        let answers = try await withThrowingTaskGroup(of: HTTPAnswer.self) { group in
            for _ in 0..<8 { group.addTask { try await client.submit(document, to: gateway.process) } }
            return try await group.reduce(into: [HTTPAnswer]()) { $0.append($1) }
        }
        let promises = try answers.map { try Acknowledged($0) }
        #expect(Set(promises).count == 1)
        #expect(answers.filter { $0.status == 201 }.count == 1, "\(answers.map(\.status))")
        try await client.shutdown()
        let list = try await Curl.ask(gateway, as: Holder.citizen, gateway.url("citizens", "/fhir/DocumentReference"))
            .json()
        #expect(list.resources.filter { $0["id"]?.stringValue == promises.first?.record }.count == 1)
    }

    @Test(
        "the same bytes tell another institution nothing: a message without custodian is new to it, and gets another name"
    )
    func otherInstitution() async throws {
        let gateway = try await SharedGateway.running
        let message = TestDocument.oru("SUBMIT-OTHER", of: .southHospital).bytes
        let own = try await submit(message, as: Holder.southHospital, "application/hl7-v2", to: gateway)
        let other = try await submit(message, as: Holder.northHospital, "application/hl7-v2", to: gateway)
        #expect(own.status == 201, "\(own.text)")
        // Another custodian than the certificate: refused for that, whether or not it was there before.
        let unknown = TestDocument.oru("SUBMIT-OTHER-2", of: .southHospital).bytes
        let fresh = try await submit(unknown, as: Holder.northHospital, "application/hl7-v2", to: gateway)
        #expect(other.status == fresh.status)
        if other.status < 300 {
            #expect(try other.json().submissionExtension("submission") != own.json().submissionExtension("submission"))
        } else {
            #expect(other.comparable == fresh.comparable)
        }
    }

    @Test("the status of a submission is the submitter's; to others it does not exist, exactly like an unknown one")
    func status() async throws {
        let gateway = try await SharedGateway.running
        let submitted = try await submit(TestDocument.cda("SUBMIT-STATUS").bytes, to: gateway)
        let location = try #require(submitted.header("Location"))
        let own = try await Curl.ask(gateway, as: Holder.northHospital, location)
        #expect(own.status == 200)
        let stage = try own.json().parameter("stage")
        #expect(["sequenced", "anchored"].contains(stage))
        let foreign = try await Curl.ask(gateway, as: Holder.southHospital, location)
        let unknown = try await Curl.ask(
            gateway, as: Holder.southHospital,
            gateway.url("providers", "/submissions/" + String(repeating: "0", count: 32)))
        #expect(foreign.status == 404)
        #expect(foreign.comparable == unknown.comparable)
    }

    @Test("a receipt verifies with the gateway's own command and by the log's public rules")
    func receipt() async throws {
        let gateway = try await SharedGateway.running
        let client = try gateway.client(Holder.northHospital)
        let anyone = try gateway.client(nil)
        let promise = try Acknowledged(
            try await client.submit(TestDocument.cda("SUBMIT-RECEIPT").bytes, to: gateway.process))
        let status = try await gateway.process.anchored(promise.record, as: client)
        let log = try await gateway.process.verifierKey(anyone)
        try Evidence(status).check(promise, log: log)

        let folder = try TemporaryFolder()
        let file = try folder.file("receipt.json", status.bytes)
        let verified = try await Command.ankur(["verify", file, "--vkey", log.text])
        #expect(verified.status == 0, "\(verified.transcript)")
        #expect(verified.text.hasSuffix("OK\n"))
        let statement = try folder.file("statement", "{}".bytes)
        let other = try await Command.ankur(["verify", file, "--vkey", log.text, "--statement", statement])
        #expect(other.status == 1, "another statement is not what the entry commits to")
        try await client.shutdown()
        try await anyone.shutdown()
    }

    @Test("a faulty document gets all its faults at once, each with place, rule or remedy, and leaves nothing behind")
    func faulty() async throws {
        let gateway = try await SharedGateway.running
        for path in ["/documents", "/documents/$validate"] {
            let answer = try await Curl.ask(
                gateway, as: Holder.northHospital, gateway.url("providers", path),
                headers: ["Content-Type: application/xml"],
                body: DemoDocument.faulty)
            #expect(answer.status == (path == "/documents" ? 422 : 200), "\(answer.text)")
            let errors = try answer.json().issues.filter { ["error", "fatal"].contains($0["severity"]?.stringValue) }
            #expect(errors.count >= 4, "\(answer.text)")
            for issue in errors {
                let hasPlace = issue["location"] != nil || issue["expression"] != nil
                #expect(hasPlace, "\(issue)")
                let diagnostics = issue["diagnostics"]?.stringValue ?? ""
                #expect(diagnostics.contains("rule:") || diagnostics.contains("remedy:"), "\(issue)")
                #expect(issue["details"]?["text"]?.stringValue?.isEmpty == false)
            }
        }
    }

    @Test("another document under the same id is a conflict, not a second version")
    func conflict() async throws {
        let gateway = try await SharedGateway.running
        let first = try await submit(TestDocument.cda("SUBMIT-CONFLICT").bytes, to: gateway)
        #expect(first.status == 201)
        let other = TestDocument.cda("SUBMIT-CONFLICT", body: "<paragraph>Midagi muud.</paragraph>").bytes
        let second = try await submit(other, to: gateway)
        #expect(second.status == 409, "\(second.text)")
    }

    @Test("a document of another custodian is refused")
    func custodian() async throws {
        let gateway = try await SharedGateway.running
        let foreign = TestDocument.cda("SUBMIT-CUSTODIAN", of: .southHospital).bytes
        let answer = try await submit(foreign, as: Holder.northHospital, to: gateway)
        #expect(answer.status == 422)
        #expect(try answer.json().issueCodes.contains("custodian-is-not-sender"))
    }

    private func submit(
        _ document: [UInt8], as name: String = Holder.northHospital, _ type: String = "application/xml",
        to gateway: RunningGateway
    ) async throws -> Curl {
        try await Curl.ask(
            gateway, as: name, gateway.url("providers", "/documents"), headers: ["Content-Type: \(type)"],
            body: document)
    }
}
