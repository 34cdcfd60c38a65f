import ActorTokens
import Gateway
import HTTPTypes
import Identity
import InstitutionRegister
import JSONText
import RecordTypes
import TestPKI
import Testing

@testable import GatewayHTTP

/// Who acts for an institution, and how a request says it.
@Suite("Actors at the providers' door")
struct ActorTokenDoorTests {
    @Test(
        "a signed token opens a record once, in a configuration that takes no headers; the log says how it was asserted"
    )
    func once() async throws {
        try await TestWorld.with { world in
            try await world.registerHospitals()
            let record = try await world.submit("38001085718|Epikriis", as: world.northHospital)
            let token = try world.token(of: world.southHospital) { $0.encounter = "A-1" }
            let path = "/fhir/Bundle/\(record)"
            let first = try await world.ask(world.strictProviders, .get, path, as: world.southHospital, headers: token)
            #expect(first.status == 200, "\(first.text)")
            let again = try await world.ask(world.strictProviders, .get, path, as: world.southHospital, headers: token)
            #expect(again.status == 401)
            #expect(again.text.contains("token-replayed"))
            #expect(
                again.header("WWW-Authenticate")
                    == #"Bearer realm="ankur", error="invalid_token", error_description="token-replayed""#)
            let log = try await world.ask(
                world.citizens, .get, "/fhir/AuditEvent?date=ge2026-01-01", as: world.jaak)
            #expect(log.text.contains("signed-token") && log.text.contains("Maarika Näidis"))
        }
    }

    @Test("each search and read takes its token once, however often it looks at it")
    func everyRoute() async throws {
        try await TestWorld.with { world in
            try await world.registerHospitals()
            let record = try await world.submit("38001085718|Epikriis", as: world.northHospital)
            for path in [
                "/fhir/DocumentReference?patient.identifier=PNOEE-38001085718",
                "/fhir/Condition?patient.identifier=PNOEE-38001085718", "/fhir/DocumentReference/\(record)",
                "/fhir/Binary/\(record)",
            ] {
                let answer = try await world.ask(
                    world.strictProviders, .get, path, as: world.southHospital,
                    headers: try world.token(of: world.southHospital))
                #expect(answer.status == 200, "\(path): \(answer.text)")
            }
        }
    }

    @Test("a token with one thing wrong, another scheme, two tokens and nobody at all are told apart")
    func refusals() async throws {
        try await TestWorld.with { world in
            try await world.registerHospitals()
            let record = try await world.submit("38001085718|Epikriis", as: world.northHospital)
            let south = world.southHospital
            let good = try world.token(of: south)
            let cases: [(String, [(String, String)], Int, String)] = [
                (
                    "another certificate's", try world.token(of: world.northHospital), 401,
                    "token-not-bound-to-certificate"
                ),
                ("another institution's", try world.token(of: south, as: .northHospital), 401, "token-issuer"),
                (
                    "for another gateway", try world.token(of: south, audience: "https://other.example"), 401,
                    "token-audience"
                ),
                (
                    "expired", try world.token(of: south, issued: TestWorld.now.advanced(by: .seconds(-61))), 401,
                    "token-expired"
                ),
                (
                    "from the future", try world.token(of: south, issued: TestWorld.now.advanced(by: .seconds(31))),
                    401,
                    "token-not-yet-valid"
                ),
                (
                    "breaks the glass silently", try world.token(of: south) { $0.purpose = .breakTheGlass }, 400,
                    "reason-missing"
                ),
                ("Basic", [("Authorization", "Basic Zm9v")], 401, "token-malformed"),
                ("empty", [("Authorization", "Bearer ")], 401, "token-malformed"),
                ("twice", good + good, 401, "token-malformed"), ("nobody", [], 401, "actor-missing"),
                ("headers", TestWorld.doctor, 403, "development-headers-refused"),
            ]
            for (name, headers, status, code) in cases {
                let answer = try await world.ask(
                    world.strictProviders, .get, "/fhir/Bundle/\(record)", as: south, headers: headers)
                #expect(answer.status == status && answer.text.contains("\"\(code)\""), "\(name): \(answer.text)")
                #expect((answer.header("WWW-Authenticate") != nil) == (status == 401), "\(name)")
            }
            let unregistered = try await world.ask(
                world.strictProviders, .get, "/fhir/Bundle/\(record)", as: world.laboratory,
                headers: try world.token(of: world.laboratory, as: .laboratory))
            #expect(unregistered.status == 401 && unregistered.text.contains("token-key-unknown"))
            let wrongly = try await world.ask(
                world.strictProviders, .post, "/documents", as: world.northHospital,
                headers: good + [("Content-Type", "application/xml")], body: Array("38001085718|Teine".utf8))
            #expect(wrongly.status == 401, "a submission that names somebody wrongly is none")
        }
    }

    @Test("an institution that lists its professionals may name those in office, and nobody else")
    func professionals() async throws {
        try await TestWorld.with { world in
            try await world.registerHospitals(professionals: .listed)
            let record = try await world.submit("38001085718|Epikriis", as: world.northHospital)
            func status() async throws -> Int {
                let answer = try await world.ask(
                    world.strictProviders, .get, "/fhir/Bundle/\(record)", as: world.southHospital,
                    headers: try world.token(of: world.southHospital))
                if answer.status == 403 { #expect(answer.text.contains("actor-not-registered")) }
                return answer.status
            }
            #expect(try await status() == 403)
            let id = try #require(InstitutionID(TestInstitution.southHospital.identifier))
            let person = try #require(TestPerson.maarika.identifier)
            for (from, until, expected) in [(-10, 10, 200), (1, 10, 403), (-10, 0, 403), (-10, nil, 200)]
                as [(Int, Int?, Int)]
            {
                let one = RegisteredProfessional(
                    institution: id, person: person, licence: "D01234", role: "doctor", speciality: nil,
                    from: TestWorld.now.advanced(by: .seconds(from)),
                    until: until.map { TestWorld.now.advanced(by: .seconds($0)) })
                _ = try await world.gateway.change(world.register, [.professional(one)], by: "test")
                #expect(try await status() == expected, "\(from) \(String(describing: until))")
            }
            let log = try await world.register.log()
            #expect(log.count == 6 && log.allSatisfy { $0.entered.operatorName == "test" })
            #expect(!log.map(\.entered.change.words).joined().contains(person.number))
        }
    }

    @Test("a suspended institution is refused at its next request, and let in again at the one after it is active")
    func suspended() async throws {
        try await TestWorld.with { world in
            func answer() async throws -> Answer {
                try await world.ask(world.providers, .get, "/fhir/metadata", as: world.southHospital)
            }
            #expect(try await answer().status == 200, "not required in this configuration")
            try await world.registerHospitals(status: .suspended)
            let refused = try await answer()
            #expect(refused.status == 403 && refused.text.contains("institution-suspended"))
            try await world.registerHospitals()
            #expect(try await answer().status == 200)
            let id = try #require(InstitutionID(TestInstitution.southHospital.identifier))
            var one = try #require(world.register.institution(id))
            one.certificates = [world.northHospital.fingerprint]
            _ = try await world.gateway.change(world.register, [.institution(one)], by: "test")
            #expect(try await answer().text.contains("certificate-not-registered"))
        }
    }

    @Test("a role at the ministry that the register gives or takes counts before the configuration's")
    func officials() async throws {
        try await TestWorld.with { world in
            func status(_ credential: Credential) async throws -> Int {
                try await world.ask(world.ministry, .get, "/fhir/metadata", as: credential).status
            }
            #expect(try await status(world.pki.official) == 200)
            #expect(try await status(world.maarika) == 403)
            _ = try await world.gateway.change(
                world.register,
                [.official(world.pki.official.fingerprint, nil), .official(world.maarika.fingerprint, .analyst)],
                by: "test")
            #expect(try await status(world.pki.official) == 403)
            #expect(try await status(world.maarika) == 200)
        }
    }

    @Test("an official reads every change of the register under a case number; the look is logged, and no code is told")
    func administrationLog() async throws {
        try await TestWorld.with { world in
            try await world.registerHospitals()
            let hospital = try #require(InstitutionID(TestInstitution.southHospital.identifier))
            let doctor = RegisteredProfessional(
                institution: hospital, person: try #require(TestPerson.maarika.identifier), licence: nil,
                role: "doctor", speciality: nil, from: TestWorld.now, until: nil)
            _ = try await world.gateway.change(world.register, [.professional(doctor)], by: "mari")
            func ask(_ form: String, as credential: Credential) async throws -> Answer {
                try await world.ask(
                    world.ministry, .post, "/register/_search", as: credential,
                    headers: [("Content-Type", "application/x-www-form-urlencoded")], body: Array(form.utf8))
            }
            let answer = try await ask("case=MOH-7", as: world.pki.official)
            let changes = try #require(try JSONValue(parsing: Array(answer.text.utf8))["changes"]?.arrayValue)
            #expect(answer.status == 200 && changes.count == 3)
            let indexes = changes.compactMap { $0["index"]?.integerValue }
            #expect(indexes.count == 3 && indexes == indexes.sorted())
            #expect(changes.last?["by"]?.stringValue == "mari")
            #expect(changes.last?["what"]?.stringValue?.contains(hospital.semantics) == true)
            #expect(!answer.text.contains(TestPerson.maarika.code))
            for form in ["", "case=", "case=MOH-7&person=x"] {
                #expect(try await ask(form, as: world.pki.official).status == 400, "\(form)")
            }
            #expect(try await ask("case=MOH-7", as: world.jaak).status == 403)
            let looks = try await world.ask(
                world.ministry, .post, "/fhir/AuditEvent/_search", as: world.pki.official,
                headers: [("Content-Type", "application/x-www-form-urlencoded")],
                body: Array("date=ge2020-01-01&case=MOH-8".utf8))
            #expect(looks.text.contains("MOH-7"), "the look stands in the access log with its case")
        }
    }
}
