import AccessLog
import FHIR
import Gateway
import HTTPTypes
import Hummingbird
import RecordTypes

extension Route where Caller == VerifiedInstitution {
    /// `GET /fhir/DocumentReference?patient.identifier=system|value` (IHE ITI-67).
    static func searchDocuments(_ gateway: Gateway, _ people: @escaping PersonLookup) -> Route {
        Route(.get, "/fhir/DocumentReference", .fhir) { visit in
            let asked = try visit.query(repeating: true)
            return try await visit.documents(
                asked, gateway,
                as: ResourceReader(reader: .institution(visit.caller, try visit.actor()), own: nil), people)
        }
    }

    /// `POST /fhir/DocumentReference/_search`: the same, with the identifier out of sight of proxies and histories.
    static func searchDocumentsByPost(_ gateway: Gateway, _ people: @escaping PersonLookup) -> Route {
        Route(.post, "/fhir/DocumentReference/_search", .fhir) { visit in
            let asked = try await visit.form(repeating: true)
            return try await visit.documents(
                asked, gateway,
                as: ResourceReader(reader: .institution(visit.caller, try visit.actor()), own: nil), people)
        }
    }
}

/// A FHIR token that names a patient: `system|value`, or `PNOEE-…` alone.
enum PatientToken {
    /// The person, and the identifier as the asker writes it.
    ///
    /// A system that no profile knows is a local one: it finds what was filed under it, which mostly is nothing.
    static func read(_ token: String, _ people: PersonLookup) throws -> (PersonIdentifier, Identifier) {
        let parts = token.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let person: PersonIdentifier?
        let identifier: Identifier
        if parts.count == 2, !parts[0].isEmpty {
            identifier = Identifier(system: parts[0], value: parts[1])
            person = own(parts[0], parts[1]) ?? people(parts[0], parts[1]) ?? local(parts[0], parts[1])
        } else {
            identifier = Identifier(value: parts[parts.count - 1])
            person = PersonIdentifier(semantics: parts[parts.count - 1])
        }
        guard let person else {
            throw HTTPFault.badRequest(
                .parameterInvalid("patient.identifier", remedy: "Give system|value, or PNOEE-… as in a certificate."))
        }
        return (person, identifier)
    }

    /// People as this gateway itself names them, by ETSI semantics: `…|PNOEE-…`.
    private static func own(_ system: String, _ value: String) -> PersonIdentifier? {
        guard let person = PersonIdentifier(semantics: value), AuditNaming.standard.person(person).system == system
        else {
            return nil
        }
        return person
    }

    private static func local(_ system: String, _ value: String) -> PersonIdentifier? {
        guard !value.isEmpty else { return nil }
        let oid = system.hasPrefix("urn:oid:") ? String(system.dropFirst(8)) : system
        return PersonIdentifier(scheme: .local, country: "ZZ", number: "\(oid)|\(value)")
    }
}
