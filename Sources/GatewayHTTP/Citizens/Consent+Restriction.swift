import AccessLog
import FHIR
import RecordTypes

/// A restriction as IHE PCF (Intermediate) writes it, and back.
///
/// ```
/// provision.type            deny | permit
/// provision.period.end      until when; absent: until changed
/// provision.actor.reference an institution, a practitioner or a role by identifier; absent: everyone
/// provision.purpose         one purpose of use; absent: each
/// provision.data            one record, DocumentReference/{id}, meaning instance;
///                           what one institution filed, by its identifier, meaning authoredby
/// provision.dataPeriod      documents about this time
/// provision.code            documents of one type (not PCF, which has no word for it)
///                           at most one of data, dataPeriod and code; none of them: the whole record
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
        id = Self.id(of: restriction)
        let citizen = Reference(type: "Patient", identifier: AuditNaming.standard.person(person))
        patient = citizen
        // PCF: who granted it. A representative is named beside the person for whom they decided.
        performer = [citizen]
        if let other = restriction.decidedBy {
            performer.append(Reference(type: "RelatedPerson", identifier: AuditNaming.standard.person(other)))
        }
        if let certificate = restriction.certificate {
            // Whoever decided came with a card; the entry on the ledger commits to which one.
            verification = [
                Verification(
                    verified: true, verifiedWith: performer.last, verificationDate: restriction.decided.description)
            ]
            `extension`.append(
                Extension(url: ConsentExtension.sessionCertificate, value: .string(certificate.description)))
        }
        if restriction.replacesNarrower {
            `extension`.append(Extension(url: ConsentExtension.replacesEarlier, value: .boolean(true)))
        }
        dateTime = restriction.decided.description
        policy = [Policy(uri: "https://ankur.example/fhir/policy/care-unless-restricted")]
        provision = Provision(
            type: restriction.effect == .deny ? .deny : .permit,
            period: restriction.until.map { Period(start: restriction.decided.description, end: $0.description) },
            actor: Provision.Actor.of(restriction.audience),
            purpose: restriction.purpose.map { [Coding(system: PurposeOfUse.system, code: $0.rawValue)] } ?? [])
        switch restriction.target {
        case .wholeRecord: break
        case .record(let id):
            provision?.data = [
                Provision.Data(meaning: .instance, reference: Reference(reference: "DocumentReference/\(id)"))
            ]
        case .author(let institution):
            provision?.data = [
                Provision.Data(
                    meaning: .authoredby,
                    reference: Reference(
                        type: "Organization", identifier: AuditNaming.standard.institution(institution)))
            ]
        case .period(let span):
            provision?.dataPeriod = Period(start: span.start.description, end: span.end.description)
        case .category(let system, let code):
            provision?.code = [CodeableConcept(coding: [Coding(system: system, code: code)])]
        }
    }
}

extension Consent {
    /// The name of a decision: when it was made.
    static func id(of restriction: Restriction) -> String { "d\(restriction.decided.milliseconds)" }
}

/// What PCF has no word for.
enum ConsentExtension {
    /// `valueBoolean` true: earlier decisions about part of the same question end with this one.
    static let replacesEarlier = "https://ankur.example/fhir/StructureDefinition/consent-replaces-earlier"
    /// In an answer, `valueString`: SHA-256 of the certificate, DER, of the session that decided.
    static let sessionCertificate = "https://ankur.example/fhir/StructureDefinition/consent-session-certificate"
    /// In an answer, `valueReference`: an earlier decision that stays an exception to this one.
    static let exceptionInForce = "https://ankur.example/fhir/StructureDefinition/consent-exception-in-force"
}

extension PurposeOfUse {
    static let system = "http://terminology.hl7.org/CodeSystem/v3-ActReason"
}

/// How roles are named: as professionals and institutions assert them.
private let roleSystem = "https://ankur.example/fhir/sid/role"

extension Consent.Provision.Actor {
    fileprivate static func of(_ audience: Restriction.Audience) -> [Consent.Provision.Actor] {
        let reference: Reference
        switch audience {
        case .everyone: return []
        case .institution(let institution):
            reference = Reference(type: "Organization", identifier: AuditNaming.standard.institution(institution))
        case .professional(let person):
            reference = Reference(type: "Practitioner", identifier: AuditNaming.standard.person(person))
        case .role(let role):
            reference = Reference(type: "PractitionerRole", identifier: Identifier(system: roleSystem, value: role))
        }
        let recipient = Coding(
            system: "http://terminology.hl7.org/CodeSystem/v3-ParticipationType", code: "IRCP",
            display: "information recipient")
        return [Consent.Provision.Actor(role: CodeableConcept(coding: [recipient]), reference: reference)]
    }
}

/// What a Consent sent to us decides. Whatever it says that we could not keep to is refused, never ignored.
struct ConsentDecisionRead: Hashable {
    let target: Restriction.Target
    let audience: Restriction.Audience
    let purpose: PurposeOfUse?
    let effect: Restriction.Effect
    let until: Instant?
    let replacesNarrower: Bool

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
        replacesNarrower = consent.extension.contains {
            $0.url == ConsentExtension.replacesEarlier && $0.value == .boolean(true)
        }
        guard let provision = consent.provision else { throw refuse("There is no provision.", "Consent.provision") }
        guard let type = provision.type else { throw refuse("The provision has no type.", "Consent.provision.type") }
        effect = type == .deny ? .deny : .permit
        guard provision.action.isEmpty, provision.securityLabel.isEmpty, provision.class.isEmpty,
            provision.provision.isEmpty, provision.modifierExtension.isEmpty
        else { throw refuse("The provision limits more than actor, purpose, data and period.", "Consent.provision") }
        audience = try Self.audience(provision.actor, refuse)
        purpose = try Self.purpose(provision.purpose, refuse)
        target = try Self.target(provision, refuse)
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
        let path = "Consent.provision.actor.reference"
        guard actors.count == 1, actor.reference.reference == nil, let identifier = actor.reference.identifier,
            let value = identifier.value
        else { throw refuse("The actor is not one institution, person or role by its identifier.", path) }
        if identifier.system == roleSystem {
            guard RoleName.isWellFormed(value) else { throw refuse("The role is no word.", path) }
            return .role(value)
        }
        if let institution = InstitutionID(value),
            [nil, AuditNaming.standard.institution(institution).system].contains(identifier.system)
        {
            return .institution(institution)
        }
        if let person = PersonIdentifier(semantics: value),
            [nil, AuditNaming.standard.person(person).system].contains(identifier.system)
        {
            return .professional(person)
        }
        throw refuse(
            "The actor is neither an institution such as NTREE-90000001, nor a person such as PNOEE-…, nor a role.",
            path)
    }

    private static func purpose(
        _ purposes: [Coding], _ refuse: (String, String) -> HTTPFault
    ) throws -> PurposeOfUse? {
        guard let coding = purposes.first else { return nil }
        guard purposes.count == 1, [nil, PurposeOfUse.system].contains(coding.system),
            let purpose = coding.code.flatMap(PurposeOfUse.init(rawValue:))
        else {
            throw refuse("The purpose is not one code of v3-ActReason that is known here.", "Consent.provision.purpose")
        }
        return purpose
    }

    private static func target(
        _ provision: Consent.Provision, _ refuse: (String, String) -> HTTPFault
    ) throws -> Restriction.Target {
        let ways = [!provision.data.isEmpty, provision.dataPeriod != nil, !provision.code.isEmpty]
        guard ways.count(where: { $0 }) <= 1 else {
            throw refuse("Only one of data, dataPeriod and code can be kept to.", "Consent.provision")
        }
        if let item = provision.data.first {
            guard provision.data.count == 1 else {
                throw refuse("The data is more than one.", "Consent.provision.data")
            }
            return try target(item, refuse)
        }
        if let period = provision.dataPeriod {
            guard let span = DateSpan(period) else {
                throw refuse("The period of the data has no time in it.", "Consent.provision.dataPeriod")
            }
            return .period(span)
        }
        if let concept = provision.code.first {
            guard provision.code.count == 1, concept.coding.count == 1, let system = concept.coding[0].system,
                let code = concept.coding[0].code, system.utf8.count + code.utf8.count <= 400
            else { throw refuse("The code is not one code with its system.", "Consent.provision.code") }
            return .category(system: system, code: code)
        }
        return .wholeRecord
    }

    private static func target(
        _ item: Consent.Provision.Data, _ refuse: (String, String) -> HTTPFault
    ) throws -> Restriction.Target {
        if item.meaning == .authoredby, item.reference.reference == nil,
            let institution = item.reference.identifier?.value.flatMap({ InstitutionID($0) })
        {
            return .author(institution)
        }
        let parts = (item.reference.reference ?? "").split(separator: "/").map(String.init)
        guard item.meaning == .instance, parts.count >= 2,
            ["DocumentReference", "Bundle"].contains(parts[parts.count - 2]), let id = RecordID(parts[parts.count - 1])
        else {
            throw refuse(
                "The data is neither one record, DocumentReference/{id}, nor an institution's, by its identifier.",
                "Consent.provision.data.reference")
        }
        return .record(id)
    }
}

/// A role as professionals assert it.
enum RoleName {
    static func isWellFormed(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 200 && text.utf8.allSatisfy { $0 >= 32 && $0 != 127 }
    }
}

extension DateSpan {
    /// Nil for a Period that is not well-formed or has no time in it.
    fileprivate init?(_ period: Period) {
        let start = period.start.map { DateSpan(fhir: $0) }
        let end = period.end.map { DateSpan(fhir: $0) }
        // Given, but no date.
        if case .some(.none) = start { return nil }
        if case .some(.none) = end { return nil }
        let span = DateSpan(
            start: (start ?? nil)?.start ?? .beforeAllDates, end: (end ?? nil)?.lastMoment ?? .afterAllDates)
        guard span.start < span.end, period.start != nil || period.end != nil else { return nil }
        self = span
    }

    /// A day counts in full; a moment is where the period ends.
    private var lastMoment: Instant { end.duration(since: start) < .seconds(60) ? start : end }
}
