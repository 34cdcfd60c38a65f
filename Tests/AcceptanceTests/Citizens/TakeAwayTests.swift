import Foundation
import GatewayClient
import JSONText
import TestPKI
import Testing

/// Everything to take away, opened with programs that nobody here wrote.
@Suite("Taking everything away")
struct TakeAwayTests {
    private func archive(_ gateway: RunningGateway, _ more: String = "") async throws -> HTTPAnswer {
        let citizen = try gateway.client(Holder.citizen)
        let page = try await citizen.send("GET", gateway.url("citizens", "/data")).expecting(200)
        let token = try #require(page.text.firstMatch(of: /name="form-token" value="([0-9a-f]+)"/)?.1)
        let answer = try await citizen.send(
            "POST", gateway.url("citizens", "/data/take"),
            headers: [("Content-Type", "application/x-www-form-urlencoded")],
            body: Array("form-token=\(token)\(more)".utf8)
        ).expecting(200)
        try await citizen.shutdown()
        return answer
    }

    @Test("tar unpacks it: records, originals byte for byte, receipts that verify, the log in three forms")
    func unpacked() async throws {
        let gateway = try await SharedGateway.running
        let document = TestDocument.cda("TAKE-1").bytes
        let hospital = try gateway.client(Holder.northHospital)
        let record = try Acknowledged(try await hospital.submit(document, to: gateway.process)).record
        _ = try await gateway.process.anchored(record, as: hospital)
        let folder = try TemporaryFolder()
        let path = try folder.file("all.tar", try await archive(gateway).body)
        let unpacked = try await Command.run("tar", ["-xf", path, "-C", folder.path])
        try #require(unpacked.status == 0, "\(unpacked.transcript)")
        func contents(_ name: String) -> [UInt8] {
            [UInt8](FileManager.default.contents(atPath: "\(folder.path)/\(name)") ?? Data())
        }
        #expect(contents("records/\(record)/source.xml") == document)
        #expect(
            try JSONValue(parsing: contents("records/\(record)/bundle.json"))["resourceType"]?.stringValue == "Bundle")
        let vkey = try await hospital.send("GET", gateway.url("public", "/ledger/vkey")).expecting(200)
        let verified = try await Command.ankur([
            "verify", "\(folder.path)/records/\(record)/receipt.json", "--vkey",
            vkey.text.trimmingCharacters(in: .whitespacesAndNewlines),
        ])
        #expect(verified.status == 0, "\(verified.transcript)")
        let log = try JSONValue(parsing: contents("log.json"))
        let kinds = log.resources.map { $0["resourceType"]?.stringValue }
        #expect(kinds.last == "OperationOutcome", "what can be said of its completeness stands last")
        #expect(kinds.count > 1 && kinds.dropLast().allSatisfy { $0 == "AuditEvent" })
        #expect(contents("log.pdf").starts(with: Array("%PDF-1.7".utf8)))
        #expect(String(decoding: contents("log.csv"), as: UTF8.self).contains("\r\n"))
        try await hospital.shutdown()
    }

    @Test("pdftotext reads the log's words, Estonian ones too", .enabled(if: Command.exists("pdftotext")))
    func printed() async throws {
        let gateway = try await SharedGateway.running
        let file = try await Curl.ask(
            gateway, as: Holder.citizen, gateway.url("citizens", "/log/file.pdf"), headers: ["Accept-Language: et"])
        #expect(file.header("Content-Type") == "application/pdf")
        let folder = try TemporaryFolder()
        let path = try folder.file("log.pdf", file.body)
        let text = try await Command.run("pdftotext", [path, "-"])
        #expect(text.status == 0 && text.text.contains("Kes on minu terviseandmeid vaadanud"), "\(text.transcript)")
    }

    @Test("sealed to the card, PyPI's joserfc opens it with the card's key alone", .enabled(if: Built.python != nil))
    func sealed() async throws {
        let python = try #require(Built.python)
        let gateway = try await SharedGateway.running
        let folder = try TemporaryFolder()
        let path = try folder.file("all.jwe", try await archive(gateway, "&encrypt=on").body)
        let script = """
            import sys
            from joserfc import jwe
            from joserfc.jwk import ECKey
            jwe.JWERegistry.max_ciphertext_length = 1 << 28
            key = ECKey.import_key(open(sys.argv[1]).read())
            token = jwe.decrypt_compact(open(sys.argv[2]).read(), key, algorithms=["ECDH-ES+A256KW", "A256GCM"])
            sys.stdout.buffer.write(token.plaintext)
            """
        func open(_ holder: String) async throws -> Command {
            try await Command.run(python, ["-c", script, gateway.realm.keyPath(holder), path])
        }
        let opened = try await open(Holder.citizen)
        try #require(opened.status == 0, "\(opened.errors)")
        try #require(opened.output.count > 262)
        #expect(opened.output.count % 512 == 0 && Array(opened.output[257..<262]) == Array("ustar".utf8))
        #expect(try await open(Holder.otherCitizen).status != 0, "with no other card")
    }
}
