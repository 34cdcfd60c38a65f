import AccessLog
import FHIR
import RecordTypes

/// A restriction as IHE PCF (Basic) writes it, and back.
///
/// ```
/// provision.type            deny | permit
/// provision.period.end      until when; absent: until changed
/// provision.actor.reference one institution by its identifier; absent: everyone
/// provision.data            one record, DocumentReference/{id}, meaning instance; absent: the whole record
/// ```
extension Consent {
    init(_ restriction: Restriction, of person: PersonIdentifier) {
        self.init(
            status: .active,
            scope: CodeableConcept(
                coding: [Coding(system: "http://terminology.hl7.org/CodeSystem/consentscope", code: "patient-privacy")]
            ),
            category: [
                CodeableConcept(coding: [
                    Coding(system: "http://loinc.org", code: "59284-0", display: "Consent Document")
                ])
            ])
        id = "d\(restriction.decided.milliseconds)"
        let citizen = Reference(type: "Patient", identifier: AuditNaming.standard.person(person))
        patient = citizen
        performer = [citizen]
        dateTime = restriction.decided.description
        policy = [Policy(uri: "https://ankur.example/fhir/policy/care-unless-restricted")]
        provision = Provision(
            type: restriction.effect == .deny ? .deny : .permit,
            period: restriction.until.map { Period(start: restriction.decided.description, end: $0.description) },
            actor: Provision.Actor.of(restriction.audience), data: Provision.Data.of(restriction.target))
    }
}

extension Consent.Provision.Actor {
    fileprivate static func of(_ audience: Restriction.Audience) -> [Consent.Provision.Actor] {
        let reference: Reference
        switch audience {
        case .everyone: return []
        case .institution(let institution):
            reference = Reference(type: "Organization", identifier: AuditNaming.standard.institution(institution))
        case .professional(let person):
            reference = Reference(type: "Practitioner", identifier: AuditNaming.standard.person(person))
        }
        let recipient = Coding(
            system: "http://terminology.hl7.org/CodeSystem/v3-ParticipationType", code: "IRCP",
            display: "information recipient")
        return [Consent.Provision.Actor(role: CodeableConcept(coding: [recipient]), reference: reference)]
    }
}

extension Consent.Provision.Data {
    fileprivate static func of(_ target: Restriction.Target) -> [Consent.Provision.Data] {
        guard case .record(let id) = target else { return [] }
        return [Consent.Provision.Data(meaning: .instance, reference: Reference(reference: "DocumentReference/\(id)"))]
    }
}

/// What a Consent sent to us decides. Whatever it says that we could not keep to is refused, never ignored.
struct ConsentDecisionRead: Hashable {
    let target: Restriction.Target
    let audience: Restriction.Audience
    let effect: Restriction.Effect
    let until: Instant?

    init(_ consent: Consent, by person: PersonIdentifier, _ people: PersonLookup) throws {
        func refuse(_ message: String, _ path: String) -> HTTPFault { .badRequest(.resourceInvalid(message, at: path)) }
        guard consent.status == .active else {
            throw refuse("Only an active Consent decides anything.", "Consent.status")
        }
        guard consent.scope.coding.contains(where: { $0.code == "patient-privacy" }) else {
            throw refuse("The scope is not patient-privacy.", "Consent.scope")
        }
        if let patient = consent.patient {
            guard let value = patient.identifier?.value, patient.reference == nil,
                try PatientToken.read(
                    [patient.identifier?.system, value].compactMap { $0 }.joined(separator: "|"), people
                ).0
                    == person
            else { throw refuse("The patient is not the person of the certificate.", "Consent.patient") }
        }
        guard consent.modifierExtension.isEmpty else {
            throw refuse("Modifier extensions are not understood.", "Consent.modifierExtension")
        }
        guard let provision = consent.provision else { throw refuse("There is no provision.", "Consent.provision") }
        guard let type = provision.type else { throw refuse("The provision has no type.", "Consent.provision.type") }
        effect = type == .deny ? .deny : .permit
        guard provision.action.isEmpty, provision.securityLabel.isEmpty, provision.purpose.isEmpty,
            provision.class.isEmpty,
            provision.code.isEmpty, provision.dataPeriod == nil, provision.provision.isEmpty,
            provision.modifierExtension.isEmpty
        else { throw refuse("The provision limits more than actor, data and period.", "Consent.provision") }
        audience = try Self.audience(provision.actor, refuse)
        target = try Self.target(provision.data, refuse)
        if let end = provision.period?.end {
            guard let instant = Instant(rfc3339: end) else {
                throw refuse("The end of the period is no date or time.", "Consent.provision.period.end")
            }
            // A date alone means the whole of that day.
            until = end.utf8.count == 10 ? FormDay(end)?.end ?? instant : instant
        } else {
            until = nil
        }
    }

    private static func audience(
        _ actors: [Consent.Provision.Actor], _ refuse: (String, String) -> HTTPFault
    ) throws -> Restriction.Audience {
        guard let actor = actors.first else { return .everyone }
        guard actors.count == 1, actor.reference.reference == nil, let identifier = actor.reference.identifier,
            let institution = identifier.value.flatMap({ InstitutionID($0) }),
            [nil, AuditNaming.standard.institution(institution).system].contains(identifier.system)
        else {
            throw refuse(
                "The actor is not one institution by its identifier, such as NTREE-90000001.",
                "Consent.provision.actor.reference")
        }
        return .institution(institution)
    }

    private static func target(
        _ data: [Consent.Provision.Data], _ refuse: (String, String) -> HTTPFault
    ) throws -> Restriction.Target {
        guard let item = data.first else { return .wholeRecord }
        let parts = (item.reference.reference ?? "").split(separator: "/").map(String.init)
        guard data.count == 1, item.meaning == .instance, parts.count >= 2,
            ["DocumentReference", "Bundle"].contains(parts[parts.count - 2]), let id = RecordID(parts[parts.count - 1])
        else {
            throw refuse("The data is not one record, DocumentReference/{id}.", "Consent.provision.data.reference")
        }
        return .record(id)
    }
}
