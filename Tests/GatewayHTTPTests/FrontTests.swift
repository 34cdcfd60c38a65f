import Foundation
import Gateway
import HTTPTypes
import InstitutionRegister
import RecordTypes
import TestPKI
import Testing

@testable import GatewayHTTP

/// Peers that speak for others: X-Road security servers and terminating proxies, known by their certificates alone.
@Suite("Security servers and proxies")
struct FrontTests {
    private static let message = [
        ("X-Road-Client", "EE/MEE/90000021/his"), ("X-Road-Id", "29f4d011-ef17-4f2f-9bb1-0452ce17d3f5"),
        ("X-Road-UserId", "EE60001017869"), ("X-Road-Issue", "A-7"), ("X-Road-Represented-Party", "COM/10000030"),
    ]

    @Test("a security server speaks for the registered member: the look is logged as asserted by it")
    func member() async throws {
        try await TestWorld.with { world in
            try await world.registerHospitals()
            let record = try await world.submit("38001085718|Epikriis", as: world.northHospital)
            let path = "/fhir/Bundle/\(record)"
            let read = try await world.ask(
                world.frontedProviders, .get, path, as: world.pki.server, headers: Self.message)
            #expect(read.status == 200, "\(read.text)")
            #expect(
                read.header("X-Request-Id") == "29f4d011-ef17-4f2f-9bb1-0452ce17d3f5",
                "X-Road's own name of the message")
            let log = try await world.ask(world.citizens, .get, "/fhir/AuditEvent?date=ge2026-01-01", as: world.jaak)
            for word in ["NTREE-90000021", "x-road", "COM/10000030", "60001017869"] {
                #expect(log.text.contains(word), "\(word)")
            }
            for (changed, status, code) in [
                ([("X-Road-Client", "EE/MEE/90000099/his")], 403, "institution-not-registered"),
                ([("X-Road-Client", "nonsense")], 400, "x-road-field-malformed"),
                ([("X-Road-UserId", "EE1")], 400, "x-road-field-malformed"),
                ([("X-Road-Represented-Party", "/")], 400, "x-road-field-malformed"),
            ] {
                let headers = Self.message.filter { one in !changed.contains { $0.0 == one.0 } } + changed
                let answer = try await world.ask(
                    world.frontedProviders, .get, path, as: world.pki.server, headers: headers)
                #expect(answer.status == status && answer.text.contains(code), "\(changed): \(answer.text)")
            }
            let nobody = try await world.ask(world.frontedProviders, .get, path, as: world.pki.server)
            #expect(nobody.status == 400, "a security server that names no member")
            let twice = try await world.ask(
                world.frontedProviders, .get, path, as: world.pki.server, headers: Self.message + [Self.message[0]])
            #expect(twice.status == 400)
            try await world.registerHospitals(status: .suspended)
            let suspended = try await world.ask(
                world.frontedProviders, .get, path, as: world.pki.server, headers: Self.message)
            #expect(suspended.status == 403 && suspended.text.contains("institution-suspended"))
        }
    }

    @Test("from anybody else X-Road's fields are refused, at every door, and the attempt is in the log")
    func spoofed() async throws {
        try await TestWorld.with { world in
            try await world.registerHospitals()
            for field in Self.message {
                let answer = try await world.ask(
                    world.frontedProviders, .get, "/fhir/metadata", as: world.northHospital, headers: [field])
                #expect(answer.status == 403 && answer.text.contains("x-road-fields-refused"), "\(field.0)")
            }
            let citizen = try await world.ask(
                world.citizens, .get, "/fhir/metadata", as: world.jaak, headers: [("X-Road-UserId", "EE60001017869")])
            #expect(citizen.status == 403)
            #expect(world.log.text.contains("spoofed header fields"))
            #expect(!world.log.text.contains("60001017869"))
            // Where nobody has configured one, a security server's certificate is a stranger's.
            let stranger = try await world.ask(
                world.strictProviders, .get, "/fhir/metadata", as: world.pki.server, headers: Self.message)
            #expect(stranger.status == 403 && stranger.text.contains("issuer-not-allowed"))
        }
    }

    @Test(
        "a configured proxy passes certificates on, which are judged like any other; from others the field means nothing"
    )
    func proxy() async throws {
        try await TestWorld.with { world in
            func field(_ credential: Credential) -> [(String, String)] {
                [("Client-Cert", ":\(Data(credential.leaf).base64EncodedString()):")]
            }
            let escaped =
                world.northHospital.certificatePEM.components(separatedBy: "-----END")[0]
                .appending("-----END CERTIFICATE-----\n")
                .addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
            for (name, headers, status) in [
                ("RFC 9440", field(world.northHospital), 200), ("nginx", [("Client-Cert", escaped)], 200),
                ("a citizen's", field(world.jaak), 403), ("none", [], 403),
                ("garbage", [("Client-Cert", ":AAAA:")], 403), ("no colons", [("Client-Cert", "AAAA")], 403),
                ("two", field(world.northHospital) + field(world.southHospital), 403),
            ] as [(String, [(String, String)], Int)] {
                let answer = try await world.ask(
                    world.frontedProviders, .get, "/fhir/metadata", as: world.laboratory, headers: headers)
                #expect(answer.status == status, "\(name): \(answer.text.prefix(300))")
            }
            let who = try await world.ask(
                world.frontedProviders, .post, "/$whoami", as: world.laboratory, headers: field(world.northHospital))
            #expect(who.text.contains("NTREE-90000015") && who.text.contains("forwarded"))
            let other = try await world.ask(
                world.frontedProviders, .post, "/$whoami", as: world.southHospital, headers: field(world.northHospital))
            #expect(other.text.contains("NTREE-90000021") && !other.text.contains("NTREE-90000015"))
        }
    }
}
