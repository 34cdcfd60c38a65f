import Foundation
public import Identity
public import InstitutionRegister
import Logging
import RecordTypes

extension GatewayConfiguration {
    /// Who judges officials' certificates outside a running gateway, as its ministry door would: by the trust profile for people, the
    /// configured revocation and the roles of register and configuration. Revocation lists are read once.
    /// - Throws: what is wrong with the trust profile or a list.
    public func judgeOfOfficials(_ register: InstitutionRegister) async throws -> CertificateJudge {
        var sources: [any RevocationSource] = []
        if let lists = revocation?.lists, !lists.isEmpty {
            sources.append(RevocationLists(try await RevocationListFiles(places: lists).read()))
        }
        if let settings = revocation, settings.ocsp != nil {
            // A grace that keeps doors open is none for signatures: they can wait.
            sources.append(OCSPResponders(transport: OCSPOverHTTP(), requiresNonce: settings.requiresNonce))
        }
        return try CertificateJudge(
            profile: TrustProfile(contentsOfFile: trust.people, realm: mode == .test ? .test : .production),
            officials: officials, revocation: sources.isEmpty ? nil : EveryRevocationSource(sources),
            register: RegisteredSubjects(register, isRequired: requiresRegistration))
    }
}
