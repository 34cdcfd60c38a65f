import Foundation
import GatewayClient
import JSONText
import TestPKI
import Testing

/// Who comes in: by certificate, through the right door, or not at all.
@Suite("Certificates")
struct CertificateTests {
    @Test("every certificate of the table gets its verdict at its door; none is taken for another's")
    func table() async throws {
        let gateway = try await SharedGateway.running
        let variants = try FileManager.default.contentsOfDirectory(atPath: gateway.realm.pkiFolder + "/variants")
            .filter { $0.hasSuffix(".pem") }.map { String($0.dropLast(4)) }
        #expect(variants.count > 60)
        let expected = try CertificateVariants(of: TestPKI.make(now: .now)).all
        for variant in expected where !variant.isMendedByClients {
            let listener = variant.door == .citizen ? "citizens" : "providers"
            let answer = try await Curl.ask(
                gateway, as: "variants/" + variant.name, gateway.url(listener, "/fhir/metadata"))
            switch variant.expectation {
            case .accepted: #expect(answer.status == 200, "\(variant.name): \(answer.errors) \(answer.text)")
            case .refused:
                let isRefused = (answer.exit != 0 && answer.status == 0) || answer.status == 403
                #expect(isRefused, "\(variant.name): \(answer.exit) \(answer.status) \(answer.text)")
            }
        }
        try await serves(gateway)
    }

    static let strangers: [(String, String?, String)] = [
        ("nobody at the providers' door", nil, "providers"), ("nobody at the citizens' door", nil, "citizens"),
        ("nobody at the ministry's door", nil, "ministry"),
        ("a citizen at the providers' door", Holder.citizen, "providers"),
        ("an institution at the citizens' door", Holder.northHospital, "citizens"),
        ("an institution at the ministry's door", Holder.northHospital, "ministry"),
        ("a citizen without a role at the ministry's door", Holder.citizen, "ministry"),
        ("the server's own certificate", "server", "providers"),
    ]

    @Test("the wrong holder does not come in", arguments: strangers)
    func stranger(_ name: String, _ holder: String?, _ listener: String) async throws {
        let gateway = try await SharedGateway.running
        let answer = try await Curl.ask(gateway, as: holder, gateway.url(listener, "/fhir/metadata"))
        #expect(
            (answer.exit != 0 && answer.status == 0) || answer.status == 403,
            "\(answer.exit) \(answer.status) \(answer.text)")
    }

    @Test("the public door asks for no certificate")
    func publicDoor() async throws {
        let gateway = try await SharedGateway.running
        for path in ["/", "/ledger/vkey"] {
            #expect(try await Curl.ask(gateway, as: nil, gateway.url("public", path)).status == 200)
        }
    }

    @Test(
        "plain HTTP on a TLS port gets no data and does no harm",
        arguments: ["providers", "citizens", "ministry", "public", "mllp"])
    func plainHTTP(_ listener: String) async throws {
        let gateway = try await SharedGateway.running
        let address = try #require(gateway.process.addresses[listener])
        let answer = try await Curl.ask(gateway, as: nil, "http://\(address)/", ["--max-time", "10"])
        #expect(answer.exit != 0, "\(answer.status)")
        try await serves(gateway)
    }

    @Test("old TLS is refused", arguments: ["1.0", "1.1"])
    func oldTLS(_ version: String) async throws {
        let gateway = try await SharedGateway.running
        let answer = try await Curl.ask(
            gateway, as: Holder.citizen, gateway.url("citizens", "/fhir/metadata"),
            ["--tlsv\(version)", "--tls-max", version])
        #expect(answer.exit != 0)
    }

    @Test("TLS 1.2 and 1.3 are spoken", arguments: ["1.2", "1.3"])
    func newTLS(_ version: String) async throws {
        let gateway = try await SharedGateway.running
        let answer = try await Curl.ask(
            gateway, as: Holder.citizen, gateway.url("citizens", "/fhir/metadata"),
            ["--tlsv\(version)", "--tls-max", version])
        #expect(answer.status == 200, "\(answer.errors)")
    }

    @Test("headers that name somebody change nothing")
    func spoofedHeaders() async throws {
        let gateway = try await SharedGateway.running
        let headers = [
            "X-Forwarded-User: PNOEE-38001085718", "X-SSL-Client-S-DN: serialNumber=PNOEE-38001085718",
            "X-Client-Cert: x", "Client-Cert: :x:", "SSL_CLIENT_VERIFY: SUCCESS", "X-Real-IP: 127.0.0.1",
            "Forwarded: for=127.0.0.1",
            "X-Original-URL: /fhir/Consent", "X-HTTP-Method-Override: DELETE",
        ]
        let url = gateway.url("citizens", "/fhir/Consent")
        let plain = try await Curl.ask(gateway, as: Holder.otherCitizen, url)
        let spoofed = try await Curl.ask(gateway, as: Holder.otherCitizen, url, headers: headers)
        #expect(plain.status == 200)
        #expect(spoofed.comparable == plain.comparable)
    }

    @Test(
        "fields by which security servers speak for others are refused from anybody else",
        arguments: ["X-Road-UserId: EE38001085718", "X-Road-Client: EE/GOV/90000015/x"])
    func spokenFor(_ field: String) async throws {
        let gateway = try await SharedGateway.running
        let answer = try await Curl.ask(
            gateway, as: Holder.otherCitizen, gateway.url("citizens", "/fhir/Consent"), headers: [field])
        #expect(answer.status == 403, "\(answer.text)")
    }

    @Test("nothing is parsed before its sender is known")
    func parsedBefore() async throws {
        let gateway = try await RunningGateway(variants: true)
        let before = try await parserCalls(gateway)
        for holder in [nil, "variants/expired", "variants/self_signed", Holder.citizen] {
            let answer = try await Curl.ask(
                gateway, as: holder, gateway.url("providers", "/documents"), headers: ["Content-Type: application/xml"],
                body: TestDocument.cda("BEFORE").bytes)
            #expect(answer.status == 0 || answer.status == 403)
        }
        #expect(try await parserCalls(gateway) == before)
        _ = try await Curl.ask(
            gateway, as: Holder.northHospital, gateway.url("providers", "/documents"),
            headers: ["Content-Type: application/xml"],
            body: TestDocument.cda("BEFORE").bytes)
        #expect(try await parserCalls(gateway) > before)
        #expect(await gateway.process.terminate() == 0)
    }

    private func parserCalls(_ gateway: RunningGateway) async throws -> Double {
        let metrics = try await Curl.ask(gateway, as: nil, gateway.url("operations", "/metrics"))
        let line = metrics.text.split(separator: "\n").first { $0.hasPrefix("ankur_parser_calls_total ") }
        return try #require(line.flatMap { Double($0.split(separator: " ")[1]) })
    }

    private func serves(_ gateway: RunningGateway) async throws {
        let answer = try await Curl.ask(gateway, as: Holder.citizen, gateway.url("citizens", "/fhir/metadata"))
        #expect(answer.status == 200, "the gateway goes on serving: \(answer.errors)")
    }
}
