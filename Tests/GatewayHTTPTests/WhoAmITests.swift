import ActorTokens
import Foundation
import Gateway
import HTTPTypes
import InstitutionRegister
import JSONText
import RecordTypes
import TestPKI
import Testing

@testable import GatewayHTTP

@Suite("$whoami")
struct WhoAmITests {
    @Test("each door tells the bearer what it saw of the certificate, rule by rule")
    func doors() async throws {
        try await TestWorld.with { world in
            let citizen = try WhoAmIAnswer(
                try await world.ask(world.citizens, .post, "/$whoami", as: world.jaak))
            #expect(citizen.status == 200 && citizen.value("admitted") == "true" && citizen.value("door") == "citizens")
            #expect(citizen.value("certificate", "identifier") == "PNOEE-38001085718", "to its own bearer")
            #expect(citizen.value("certificate", "subject-kind") == "person")
            #expect(citizen.value("certificate", "profile") == "ee-test-esteid2025")
            #expect(citizen.value("certificate", "fingerprint") == world.jaak.fingerprint.description)
            #expect(citizen.policies["revocation"] == "OK" && citizen.policies["validity"] == "OK")
            #expect(citizen.policies.count >= 10 && !citizen.policies.values.contains("FAIL"))

            let official = try WhoAmIAnswer(
                try await world.ask(world.ministry, .post, "/$whoami", as: world.pki.official))
            #expect(official.status == 200 && official.value("certificate", "identifier") == "PNOEE-39901012239")

            for (credential, reason) in [(world.northHospital, "wrong-door"), (world.pki.server, "issuer-not-allowed")]
            {
                let refused = try WhoAmIAnswer(try await world.ask(world.citizens, .post, "/$whoami", as: credential))
                #expect(refused.status == 403 && refused.value("reason") == reason)
            }
            let noRole = try WhoAmIAnswer(try await world.ask(world.ministry, .post, "/$whoami", as: world.jaak))
            #expect(noRole.status == 403 && noRole.value("reason") == "no-role")
            #expect(try await world.ask(world.citizens, .post, "/$whoami", as: nil).status == 403)
            #expect(try await world.ask(world.citizens, .get, "/$whoami", as: world.jaak).status == 405)
            #expect(try await world.ask(world.everyone, .post, "/$whoami", as: nil).status == 404)
        }
    }

    @Test("an institution that nobody has registered is told what is missing")
    func registration() async throws {
        try await TestWorld.with { world in
            func ask() async throws -> WhoAmIAnswer {
                try WhoAmIAnswer(try await world.ask(world.providers, .post, "/$whoami", as: world.southHospital))
            }
            let before = try await ask()
            #expect(before.value("registration", "status") == "none")
            #expect(before.values("registration", "missing") == ["institution", "certificate", "signing-key"])
            try await world.registerHospitals()
            let after = try await ask()
            #expect(after.value("registration", "status") == "active")
            #expect(after.values("registration", "missing").isEmpty)
            try await world.registerHospitals(status: .suspended)
            let suspended = try await ask()
            #expect(suspended.status == 200 && suspended.value("admitted") == "false")
            #expect(suspended.value("reason") == "institution-suspended")
        }
    }

    @Test("a token is looked at check by check, not used up, and nobody else's code is told")
    func token() async throws {
        try await TestWorld.with { world in
            try await world.registerHospitals()
            let record = try await world.submit("38001085718|Epikriis", as: world.northHospital)
            func ask(_ token: [(String, String)]) async throws -> WhoAmIAnswer {
                try WhoAmIAnswer(
                    try await world.ask(
                        world.strictProviders, .post, "/$whoami", as: world.southHospital,
                        headers: token + [("Date", "Sun, 01 Mar 2026 08:59:20 GMT")]))
            }
            let good = try world.token(of: world.southHospital)
            for _ in 0..<2 {
                let answer = try await ask(good)
                #expect(answer.value("token", "result") == "OK", "\(answer.text)")
                #expect(answer.checks.values.allSatisfy { $0 == "OK" } && answer.checks.count == 11)
                #expect(answer.value("token", "purpose") == "TREAT" && answer.value("token", "role") == "doctor")
                #expect(!answer.text.contains("60001017869"))
                #expect(answer.value("clock", "skew-seconds") == "-40" && answer.value("clock", "source") == "Date")
            }
            let read = try await world.ask(
                world.strictProviders, .get, "/fhir/Bundle/\(record)", as: world.southHospital, headers: good)
            #expect(read.status == 200)
            #expect(try await ask(good).checks["replay"] == "FAIL")
            let late = try await ask(
                try world.token(of: world.northHospital, issued: TestWorld.now.advanced(by: .seconds(-100))))
            #expect(late.checks["time"] == "FAIL" && late.checks["binding"] == "FAIL")
            #expect(late.checks["signature"] == "OK" && late.checks["claims"] == "OK")
            let forged = try await ask([("Authorization", good[0].1 + "AAAA")])
            #expect(forged.checks["form"] != "NA" && forged.checks["issuer"] == "NA")
        }
    }
}

/// The Parameters of an answer, by name.
private struct WhoAmIAnswer {
    let status: Int
    let text: String
    private let parameters: [JSONValue]

    init(_ answer: Answer) throws {
        status = answer.status
        text = answer.text
        parameters = try JSONValue(parsing: answer.body)["parameter"]?.arrayValue ?? []
    }

    private static func text(_ value: JSONValue?) -> String? {
        let member = value?.objectValue?.first { $0.key.hasPrefix("value") }?.value
        return member?.stringValue ?? member?.boolValue.map { "\($0)" } ?? member?.integerValue.map { "\($0)" }
    }

    private static func named(_ name: String, in list: [JSONValue]) -> [JSONValue] {
        list.filter { $0["name"]?.stringValue == name }
    }

    func value(_ name: String, _ part: String? = nil) -> String? {
        let found = Self.named(name, in: parameters).first
        guard let part else { return Self.text(found) }
        return Self.named(part, in: found?["part"]?.arrayValue ?? []).first.flatMap { Self.text($0) }
    }

    func values(_ name: String, _ part: String) -> [String] {
        let found = Self.named(name, in: parameters).first?["part"]?.arrayValue ?? []
        return Self.named(part, in: found).compactMap { Self.text($0) }
    }

    private static func results(_ list: [JSONValue]) -> [String: String] {
        var results: [String: String] = [:]
        for one in list {
            let parts = one["part"]?.arrayValue ?? []
            guard let name = named("name", in: parts).first.flatMap({ text($0) }) else { continue }
            results[name] = named("result", in: parts).first.flatMap { text($0) }
        }
        return results
    }

    var policies: [String: String] { Self.results(Self.named("policy", in: parameters)) }

    var checks: [String: String] {
        let token = Self.named("token", in: parameters).first?["part"]?.arrayValue ?? []
        return Self.results(Self.named("check", in: token))
    }
}
