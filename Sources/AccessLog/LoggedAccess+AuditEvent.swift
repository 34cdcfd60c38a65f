public import FHIR
public import RecordTypes

/// How the parties of an access are named in FHIR, where that is for a realm or a door to say.
public struct AuditNaming: Sendable {
    /// Who recorded the event: this gateway.
    public var observer: Reference
    public var person: @Sendable (PersonIdentifier) -> Identifier
    public var institution: @Sendable (InstitutionID) -> Identifier

    public init(
        observer: Reference, person: @escaping @Sendable (PersonIdentifier) -> Identifier,
        institution: @escaping @Sendable (InstitutionID) -> Identifier
    ) {
        self.observer = observer
        self.person = person
        self.institution = institution
    }

    /// People and institutions by their ETSI EN 319 412-1 semantics identifiers.
    public static let standard = AuditNaming(
        observer: Reference(display: "Ankur gateway"),
        person: { Identifier(system: "https://ankur.example/fhir/sid/person-identifier", value: $0.semantics) },
        institution: {
            Identifier(system: "https://ankur.example/fhir/sid/organization-identifier", value: $0.semantics)
        })
}

extension LoggedAccess {
    /// The event by IHE BALP: PatientRead or PatientQuery, and their like for refused attempts.
    ///
    /// Not recorded, and therefore said to be masked: the network addresses that BALP wants of client and server.
    /// - Parameter patient: how the person concerned is named to whoever asks; nil when that must stay open.
    public func auditEvent(patient: Reference?, naming: AuditNaming = .standard) -> AuditEvent {
        let isQuery = event.action.isQuery
        var audit = AuditEvent(
            type: Coding(
                system: "http://terminology.hl7.org/CodeSystem/audit-event-type", code: "rest",
                display: "RESTful Operation"),
            recorded: event.time.description,
            agent: agents(naming),
            source: AuditEvent.Source(
                observer: naming.observer,
                type: [
                    Coding(
                        system: "http://terminology.hl7.org/CodeSystem/security-source-type", code: "4",
                        display: "Application Server")
                ]))
        audit.id = "access-\(index)"
        audit.subtype = [
            Coding(
                system: "http://hl7.org/fhir/restful-interaction", code: event.action.interaction,
                display: event.action.words),
            Coding(system: "https://ankur.example/fhir/CodeSystem/access-action", code: event.action.rawValue),
        ]
        audit.action = isQuery ? .execute : .read
        audit.outcome = event.outcome.isSuccess ? .success : .minorFailure
        audit.outcomeDesc = event.outcome.words
        audit.purposeOfEvent = [event.purpose.concept]
        audit.entity = entities(patient: patient)
        return audit
    }

    private func agents(_ naming: AuditNaming) -> [AuditEvent.Agent] {
        let actor = event.actor
        // BALP: in a query the parameters flow from the client, in a read the data flows to it.
        let (source, destination) = (
            Coding.dicom("110153", "Source Role ID"), Coding.dicom("110152", "Destination Role ID")
        )
        let isQuery = event.action.isQuery
        var client = AuditEvent.Agent(
            type: CodeableConcept(coding: [isQuery ? source : destination]),
            who: actor.institution.map { Reference(identifier: naming.institution($0), display: actor.institutionName) }
                ?? Reference(display: actor.kind.words),
            name: actor.institutionName, requestor: actor.person == nil, network: .masked)
        if client.requestor { client.purposeOfUse = [event.purpose.concept] }
        let server = AuditEvent.Agent(
            type: CodeableConcept(coding: [isQuery ? destination : source]), who: naming.observer, requestor: false,
            network: .masked)
        guard actor.person != nil || actor.personName != nil else { return [client, server] }
        client.requestor = false
        client.purposeOfUse = []
        var user = AuditEvent.Agent(
            type: CodeableConcept(coding: [
                Coding(
                    system: "http://terminology.hl7.org/CodeSystem/v3-ParticipationType", code: "IRCP",
                    display: "information recipient")
            ]),
            role: actor.role.map { [CodeableConcept(text: $0)] } ?? [],
            who: Reference(identifier: actor.person.map(naming.person), display: actor.personName ?? actor.kind.words),
            name: actor.personName, requestor: true, purposeOfUse: [event.purpose.concept])
        if let assertion = actor.assertion {
            user.extension = [
                Extension(
                    url: "https://ankur.example/fhir/StructureDefinition/asserted-by-institution",
                    value: .code(assertion.rawValue))
            ]
        }
        if let party = actor.representedParty {
            user.extension.append(
                Extension(
                    url: "https://ankur.example/fhir/StructureDefinition/represented-party", value: .string(party)))
        }
        return [client, server, user]
    }

    private func entities(patient: Reference?) -> [AuditEvent.Entity] {
        var entities: [AuditEvent.Entity] = []
        if let patient {
            entities.append(AuditEvent.Entity(what: patient, type: .object("1", "Person"), role: .role("1", "Patient")))
        }
        if event.action.isQuery {
            // What was asked is the action itself: the gateway keeps no query text, which could name people.
            entities.append(
                AuditEvent.Entity(
                    type: .object("2", "System Object"), role: .role("24", "Query"),
                    query: Base64.text(Array(event.action.rawValue.utf8))))
        }
        for record in event.records {
            entities.append(
                AuditEvent.Entity(
                    what: Reference(reference: "\(event.action.recordType)/\(record)"),
                    type: .object("2", "System Object"), role: .role("4", "Domain Resource")))
        }
        if let basis = event.basis {
            entities.append(
                AuditEvent.Entity(
                    what: Reference(identifier: Identifier(value: basis)), type: .object("4", "Other"),
                    role: .role("20", "Job"), name: basis))
        }
        if let encounter = event.encounter {
            entities.append(
                AuditEvent.Entity(
                    what: Reference(type: "Encounter", identifier: Identifier(value: encounter)),
                    type: .object("4", "Other"),
                    name: encounter))
        }
        if !event.requestID.isEmpty {
            entities.append(
                AuditEvent.Entity(
                    what: Reference(identifier: Identifier(value: event.requestID)),
                    type: Coding(
                        system: "https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType", code: "XrequestId")
                ))
        }
        return entities
    }
}

extension AuditEvent.Agent.Network {
    /// The address is deliberately not recorded.
    fileprivate static var masked: AuditEvent.Agent.Network {
        var network = AuditEvent.Agent.Network()
        network.extension = [
            Extension(url: "http://hl7.org/fhir/StructureDefinition/data-absent-reason", value: .code("masked"))
        ]
        return network
    }
}

extension Coding {
    fileprivate static func dicom(_ code: String, _ display: String) -> Coding {
        Coding(system: "http://dicom.nema.org/resources/ontology/DCM", code: code, display: display)
    }

    fileprivate static func object(_ code: String, _ display: String) -> Coding {
        Coding(system: "http://terminology.hl7.org/CodeSystem/audit-entity-type", code: code, display: display)
    }

    fileprivate static func role(_ code: String, _ display: String) -> Coding {
        Coding(system: "http://terminology.hl7.org/CodeSystem/object-role", code: code, display: display)
    }
}
