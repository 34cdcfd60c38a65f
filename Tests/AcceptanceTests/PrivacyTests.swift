import Crypto
import DemoDocuments
import Foundation
import GatewayClient
import JSONText
import TestPKI
import Testing

/// Nothing personal lies where it must not, in no spelling: not in a store, log, metric, error or public file.
@Suite("Privacy")
struct PrivacyTests {
    @Test("after a run no personal code, name or diagnosis is found outside the answers to those who may have them")
    func nothingLeaks() async throws {
        let gateway = try await RunningGateway()
        var errors = try await use(gateway)
        errors += try await Curl.ask(gateway, as: nil, gateway.url("operations", "/metrics")).body
        for path in ["/", "/ledger/checkpoint", "/ledger/vkey"] {
            errors += try await Curl.ask(gateway, as: nil, gateway.url("public", path)).body
        }
        let export = gateway.folder.path + "/export"
        let exported = try await Command.ankur(["ledger", "export", export, "--data", gateway.realm.folder])
        #expect(exported.status == 0, "\(exported.transcript)")
        // While it runs, write-ahead logs are there too; they are searched again after its end.
        try search(gateway, errors)
        #expect(await gateway.process.terminate() == 0)
        try search(gateway, errors)
    }

    /// A day of the gateway, with faults; gives all error bodies.
    private func use(_ gateway: RunningGateway) async throws -> [UInt8] {
        var errors: [UInt8] = []
        func ask(_ holder: String, _ listener: String, _ path: String, _ headers: [String] = [], _ body: [UInt8]? = nil)
            async throws -> Curl
        {
            let answer = try await Curl.ask(
                gateway, as: holder, gateway.url(listener, path), headers: headers, body: body)
            if answer.status >= 400 {
                errors += answer.body
                errors += answer.headers.map { "\($0.name): \($0.value)" }.joined(separator: "\n").utf8
            }
            return answer
        }
        let xml = ["Content-Type: application/xml"]
        let doctor = Acting.doctor.map { "\($0.0): \($0.1)" }
        for (holder, document) in [
            (Holder.northHospital, DemoDocument.epikriis), (Holder.laboratory, DemoDocument.laboratory),
            (Holder.northHospital, DemoDocument.faulty), (Holder.southHospital, DemoDocument.epikriis),
            (Holder.northHospital, TestDocument.cda("PRIVATE-1", about: .maarika).bytes),
            (Holder.northHospital, TestDocument.cda("PRIVATE-2").replacing("</title>", with: "").bytes),
        ] {
            let answer = try await ask(holder, "providers", "/documents", xml, document)
            guard let record = try? answer.json().submissionExtension("submission") else { continue }
            _ = try await ask(Holder.citizen, "citizens", "/fhir/Bundle/\(record)")
            _ = try await ask(Holder.otherCitizen, "citizens", "/fhir/Bundle/\(record)")
            _ = try await ask(Holder.southHospital, "providers", "/fhir/Binary/\(record)", doctor)
        }
        _ = try await gateway.sender(as: Holder.southHospital).send([
            DemoDocument.oru, TestDocument.oru("PRIVATE-3", patientCode: "38001085719").bytes,
        ])
        for code in [TestPerson.jaak.code, TestPerson.maarika.code] {
            _ = try await ask(
                Holder.southHospital, "providers", "/fhir/DocumentReference?patient.identifier=PNOEE-\(code)", doctor)
            _ = try await ask(
                Holder.southHospital, "providers", "/fhir/DocumentReference?patient.identifier=\(code)", doctor)
            _ = try await ask(Holder.southHospital, "providers", "/fhir/Bundle/\(code)", doctor)
            _ = try await ask(Holder.southHospital, "providers", "/\(code)", doctor + ["X-Request-Id: about-\(code)"])
            _ = try await ask(Holder.citizen, "citizens", "/fhir/DocumentReference?patient.identifier=PNOEE-\(code)")
            _ = try await ask(
                Holder.official, "ministry", "/fhir/AuditEvent/_search",
                ["Content-Type: application/x-www-form-urlencoded"],
                "date=ge2026-01-01&case=A-1&patient.identifier=PNOEE-\(code)".bytes)
            _ = try await ask(
                Holder.official, "ministry", "/fhir/AuditEvent/_search",
                ["Content-Type: application/x-www-form-urlencoded"],
                "date=ge2026-01-01&patient.identifier=PNOEE-\(code)".bytes)
        }
        for path in ["/", "/log", "/restrictions", "/fhir/AuditEvent?date=ge2026-01-01"] {
            _ = try await ask(Holder.citizen, "citizens", path)
        }
        #expect(!errors.isEmpty)
        return errors
    }

    private func search(_ gateway: RunningGateway, _ errors: [UInt8]) throws {
        let needles = Needle.all
        for needle in needles {
            #expect(needle.isNotIn(Data(errors)), "\(needle.name) in an answer, a metric or a public page")
        }
        let root = gateway.folder.path
        let paths = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
        var searched = 0
        for path in paths where !path.hasPrefix("pki") {
            #expect(!path.contains(TestPerson.jaak.code) && !path.contains(TestPerson.maarika.code), "\(path)")
            guard let content = FileManager.default.contents(atPath: root + "/" + path), !content.isEmpty else {
                continue
            }
            searched += 1
            for needle in needles { #expect(needle.isNotIn(content), "\(needle.name) in \(path)") }
        }
        #expect(searched > 8, "databases, logs and exported files were there to search")
    }
}

/// Something that must not be found, in one of its spellings.
private struct Needle {
    let name: String
    let bytes: Data

    func isNotIn(_ hay: Data) -> Bool { hay.range(of: bytes) == nil }

    private init(_ name: String, _ bytes: some Sequence<UInt8>) {
        self.name = name
        self.bytes = Data(bytes)
    }

    static let all: [Needle] = {
        let codes = [TestPerson.jaak.code, TestPerson.maarika.code]
        // Words of the documents and of the certificates that are nobody's but the patients' and professionals'.
        let words = [
            "Jaak-Kristjan", "JAAK-KRISTJAN", "Jõeorg", "JÕEORG", "MAARIKA", "Tiina", "paispuudulikkus", "Furosemiid",
            "furosemiid",
        ]
        return (codes + words).flatMap(spellings) + codes.flatMap { digests(of: $0) + digests(of: "PNOEE-" + $0) }
    }()

    private static func spellings(of text: String) -> [Needle] {
        let bytes = Array(text.utf8)
        let percent = bytes.map { $0 < 0x80 ? String(UnicodeScalar($0)) : "%" + hex([$0]).uppercased() }.joined()
        var needles = [
            Needle("\(text)", bytes),
            Needle("\(text) in UTF-16LE", text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }),
            Needle("\(text) in UTF-16BE", text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }),
            Needle("\(text) in hex", hex(bytes).utf8), Needle("\(text) in HEX", hex(bytes).uppercased().utf8),
            Needle("\(text) backwards", bytes.reversed()),
        ]
        if percent != text {
            needles += [
                Needle("\(text) percent-encoded", percent.utf8),
                Needle("\(text) percent-encoded", percent.lowercased().utf8),
            ]
        }
        // Base 64 of a longer text that holds this one at any place: the digits that do not depend on the neighbours.
        for offset in 0..<3 {
            let encoded = Data(Array(repeating: 0, count: offset) + bytes).base64EncodedString()
            let inner = encoded.dropFirst(offset == 0 ? 0 : offset + 1).dropLast(encoded.hasSuffix("=") ? 4 : 0)
            if inner.utf8.count >= 8 { needles.append(Needle("\(text) in base 64", inner.utf8)) }
        }
        return needles
    }

    private static func digests(of text: String) -> [Needle] {
        let bytes = Array(text.utf8)
        let digests: [(String, [UInt8])] = [
            ("SHA-256", Array(SHA256.hash(data: bytes))), ("SHA-384", Array(SHA384.hash(data: bytes))),
            ("SHA-512", Array(SHA512.hash(data: bytes))), ("SHA-1", Array(Insecure.SHA1.hash(data: bytes))),
            ("MD5", Array(Insecure.MD5.hash(data: bytes))),
        ]
        return digests.flatMap { name, digest in
            [
                Needle("\(name) of \(text)", digest), Needle("\(name) of \(text) in hex", hex(digest).utf8),
                Needle("\(name) of \(text) in base 64", Data(digest).base64EncodedString().dropLast(2).utf8),
            ]
        }
    }

    private static func hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef")
        return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }
}
