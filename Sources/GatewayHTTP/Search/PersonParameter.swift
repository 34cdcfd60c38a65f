import AccessLog
import FHIR
import Gateway
import HTTPTypes
import Identity
import RecordTypes

/// Which person a search asks about: `patient.identifier=system|value`, or `patient=Patient/{id}` as another answer has named them.
///
/// The identifier may be the asking institution's own name of the patient (``PairwiseIdentifiers/system``).
/// R4's two ways to write the first (a chain, and the modifier `:identifier`) are one here; a type that says `subject` takes that as well.
enum PersonParameter {
    private static let byIdentifier = [
        "patient.identifier", "patient:identifier", "subject.identifier", "subject:identifier",
    ]
    private static let byReference = ["patient", "subject", "patient:Patient", "subject:Patient"]

    /// - Parameter type: nil for operations on a person.
    static func names(of type: SearchedType?) -> [String] {
        byIdentifier + byReference + (type == nil || type?.type == "Patient" ? ["identifier"] : [])
    }

    /// What a search says about whom it is for.
    enum Asked: Equatable {
        case token(String)
        case reference(ResourceID?)
        case nobody
    }

    /// - Throws: ``HTTPFault`` when two people could be meant.
    static func asked(_ fields: FormFields, of type: SearchedType?) throws -> Asked {
        let given = names(of: type).filter { fields[$0] != nil }
        guard let name = given.first, let value = fields[name] else { return .nobody }
        guard given.count == 1 else { throw HTTPFault.badRequest(.onePatientOnly) }
        guard !value.isEmpty else {
            throw HTTPFault.badRequest(.parameterInvalid(name, remedy: "Give system|value, or Patient/id."))
        }
        guard byReference.contains(name) else { return .token(value) }
        // A reference, or the whole URL of one; of anything else nothing is known.
        let parts = value.split(separator: "/")
        guard parts.count < 2 || parts[parts.count - 2] == "Patient" else { return .reference(nil) }
        return .reference(parts.last.flatMap { ResourceID(String($0)) })
    }
}

/// Whom a search is about, and how the asker names them.
struct AskedPerson {
    let person: SearchedPerson
    /// Nil where they are named by a reference.
    let identifier: Identifier?
}

extension Visit {
    /// The person that a search asks about.
    /// - Parameter own: the person at whose door it is; nil where one has to be named.
    /// - Throws: ``HTTPFault`` when nobody is named, or somebody else at a citizens' door.
    func person(
        _ fields: FormFields, of type: SearchedType?, own: PersonIdentifier?, _ gateway: Gateway, as reader: Reader,
        _ people: PersonLookup
    ) async throws -> AskedPerson {
        switch try PersonParameter.asked(fields, of: type) {
        case .token(let token) where own == nil && token.hasPrefix(PairwiseIdentifiers.system + "|"):
            let value = String(token.dropFirst(PairwiseIdentifiers.system.utf8.count + 1))
            return AskedPerson(
                person: gateway.person(identified: value, askedBy: reader),
                identifier: Identifier(system: PairwiseIdentifiers.system, value: value))
        case .token(let token):
            let (person, identifier) = try PatientToken.read(token, people)
            if let own, person != own { throw HTTPFault(.forbidden, .onlyOneself) }
            return AskedPerson(person: try gateway.person(person, askedBy: reader), identifier: identifier)
        case .reference(let id):
            var person: SearchedPerson?
            if let id {
                person = try await gateway.owner(of: try await gateway.record(id.record, for: reader), for: reader)
            }
            return AskedPerson(
                person: person ?? gateway.unknownPerson, identifier: own.map { AuditNaming.standard.person($0) })
        case .nobody:
            guard let own else {
                throw HTTPFault.badRequest(
                    .parameterMissing("patient.identifier", remedy: "Give system|value of one patient."))
            }
            return AskedPerson(
                person: try gateway.person(own, askedBy: reader), identifier: AuditNaming.standard.person(own))
        }
    }
}

extension Issue {
    static let onePatientOnly = Issue(
        .error, "one-patient-only", .value, "A search is about one patient.",
        remedy: "Name the patient once: patient.identifier=system|value.")
}
