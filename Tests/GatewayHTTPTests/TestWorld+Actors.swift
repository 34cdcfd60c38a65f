import ActorTokens
import Gateway
import InstitutionRegister
import JSONText
import RecordTypes
import TestPKI
import Testing

@testable import GatewayHTTP

extension TestWorld {
    /// Registers the two hospitals with the key of their tokens.
    func registerHospitals(
        status: RegisteredInstitution.Status = .active, professionals: RegisteredInstitution.Professionals = .any
    ) async throws {
        let keys = String(decoding: signingKey.publicKeySet.canonicalBytes, as: UTF8.self)
        let changes = try [TestInstitution.northHospital, .southHospital].map { institution -> RegisterChange in
            let id = try #require(InstitutionID(institution.identifier))
            return .institution(
                RegisteredInstitution(
                    id: id, name: institution.name, status: status, signingKeys: keys,
                    subsystems: [.init(id: "EE/MEE/\(id.number)/his", purpose: .treatment)],
                    professionals: professionals))
        }
        _ = try await gateway.change(register, changes, by: "test")
    }

    /// A token of a hospital's for one request, with one thing changed.
    func token(
        of credential: Credential, as institution: TestInstitution = .southHospital,
        audience: String = "https://providers.example", issued: Instant = now, id: String = ActorToken.randomID(),
        _ change: (inout ActorToken) -> Void = { _ in }
    ) throws -> [(String, String)] {
        var token = ActorToken(
            institution: institution.identifier, audience: audience, certificate: credential.fingerprint,
            person: try #require(TestPerson.maarika.identifier), purpose: .treatment)
        token.role = "doctor"
        token.name = "Maarika Näidis"
        change(&token)
        return [("Authorization", "Bearer " + (try token.signed(by: signingKey, issued: issued, id: id)))]
    }
}
