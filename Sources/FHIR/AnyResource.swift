public import JSONText

/// A resource of any type: those with a type of their own here, and the others as they were read.
public indirect enum AnyResource: Hashable, Sendable {
    case allergyIntolerance(AllergyIntolerance)
    case appointment(Appointment)
    case auditEvent(AuditEvent)
    case basic(Basic)
    case binary(Binary)
    case bundle(Bundle)
    case capabilityStatement(CapabilityStatement)
    case carePlan(CarePlan)
    case careTeam(CareTeam)
    case composition(Composition)
    case condition(Condition)
    case consent(Consent)
    case coverage(Coverage)
    case device(Device)
    case deviceUseStatement(DeviceUseStatement)
    case diagnosticReport(DiagnosticReport)
    case documentReference(DocumentReference)
    case encounter(Encounter)
    case familyMemberHistory(FamilyMemberHistory)
    case flag(Flag)
    case goal(Goal)
    case immunization(Immunization)
    case location(Location)
    case media(Media)
    case medication(Medication)
    case medicationAdministration(MedicationAdministration)
    case medicationDispense(MedicationDispense)
    case medicationRequest(MedicationRequest)
    case medicationStatement(MedicationStatement)
    case messageHeader(MessageHeader)
    case observation(Observation)
    case operationOutcome(OperationOutcome)
    case organization(Organization)
    case parameters(Parameters)
    case patient(Patient)
    case practitioner(Practitioner)
    case practitionerRole(PractitionerRole)
    case procedure(Procedure)
    case provenance(Provenance)
    case relatedPerson(RelatedPerson)
    case serviceRequest(ServiceRequest)
    case specimen(Specimen)
    /// A resource that this gateway passes on without looking inside.
    case other(type: String, JSONValue)
}

extension AnyResource: Element {
    public var resourceType: String {
        switch self {
        case .allergyIntolerance: AllergyIntolerance.resourceType
        case .appointment: Appointment.resourceType
        case .auditEvent: AuditEvent.resourceType
        case .basic: Basic.resourceType
        case .binary: Binary.resourceType
        case .bundle: Bundle.resourceType
        case .capabilityStatement: CapabilityStatement.resourceType
        case .carePlan: CarePlan.resourceType
        case .careTeam: CareTeam.resourceType
        case .composition: Composition.resourceType
        case .condition: Condition.resourceType
        case .consent: Consent.resourceType
        case .coverage: Coverage.resourceType
        case .device: Device.resourceType
        case .deviceUseStatement: DeviceUseStatement.resourceType
        case .diagnosticReport: DiagnosticReport.resourceType
        case .documentReference: DocumentReference.resourceType
        case .encounter: Encounter.resourceType
        case .familyMemberHistory: FamilyMemberHistory.resourceType
        case .flag: Flag.resourceType
        case .goal: Goal.resourceType
        case .immunization: Immunization.resourceType
        case .location: Location.resourceType
        case .media: Media.resourceType
        case .medication: Medication.resourceType
        case .medicationAdministration: MedicationAdministration.resourceType
        case .medicationDispense: MedicationDispense.resourceType
        case .medicationRequest: MedicationRequest.resourceType
        case .medicationStatement: MedicationStatement.resourceType
        case .messageHeader: MessageHeader.resourceType
        case .observation: Observation.resourceType
        case .operationOutcome: OperationOutcome.resourceType
        case .organization: Organization.resourceType
        case .parameters: Parameters.resourceType
        case .patient: Patient.resourceType
        case .practitioner: Practitioner.resourceType
        case .practitionerRole: PractitionerRole.resourceType
        case .procedure: Procedure.resourceType
        case .provenance: Provenance.resourceType
        case .relatedPerson: RelatedPerson.resourceType
        case .serviceRequest: ServiceRequest.resourceType
        case .specimen: Specimen.resourceType
        case .other(let type, _): type
        }
    }

    public func write(to json: inout JSONWriter) {
        switch self {
        case .allergyIntolerance(let resource): resource.write(to: &json)
        case .appointment(let resource): resource.write(to: &json)
        case .auditEvent(let resource): resource.write(to: &json)
        case .basic(let resource): resource.write(to: &json)
        case .binary(let resource): resource.write(to: &json)
        case .bundle(let resource): resource.write(to: &json)
        case .capabilityStatement(let resource): resource.write(to: &json)
        case .carePlan(let resource): resource.write(to: &json)
        case .careTeam(let resource): resource.write(to: &json)
        case .composition(let resource): resource.write(to: &json)
        case .condition(let resource): resource.write(to: &json)
        case .consent(let resource): resource.write(to: &json)
        case .coverage(let resource): resource.write(to: &json)
        case .device(let resource): resource.write(to: &json)
        case .deviceUseStatement(let resource): resource.write(to: &json)
        case .diagnosticReport(let resource): resource.write(to: &json)
        case .documentReference(let resource): resource.write(to: &json)
        case .encounter(let resource): resource.write(to: &json)
        case .familyMemberHistory(let resource): resource.write(to: &json)
        case .flag(let resource): resource.write(to: &json)
        case .goal(let resource): resource.write(to: &json)
        case .immunization(let resource): resource.write(to: &json)
        case .location(let resource): resource.write(to: &json)
        case .media(let resource): resource.write(to: &json)
        case .medication(let resource): resource.write(to: &json)
        case .medicationAdministration(let resource): resource.write(to: &json)
        case .medicationDispense(let resource): resource.write(to: &json)
        case .medicationRequest(let resource): resource.write(to: &json)
        case .medicationStatement(let resource): resource.write(to: &json)
        case .messageHeader(let resource): resource.write(to: &json)
        case .observation(let resource): resource.write(to: &json)
        case .operationOutcome(let resource): resource.write(to: &json)
        case .organization(let resource): resource.write(to: &json)
        case .parameters(let resource): resource.write(to: &json)
        case .patient(let resource): resource.write(to: &json)
        case .practitioner(let resource): resource.write(to: &json)
        case .practitionerRole(let resource): resource.write(to: &json)
        case .procedure(let resource): resource.write(to: &json)
        case .provenance(let resource): resource.write(to: &json)
        case .relatedPerson(let resource): resource.write(to: &json)
        case .serviceRequest(let resource): resource.write(to: &json)
        case .specimen(let resource): resource.write(to: &json)
        case .other(_, let value): value.write(to: &json)
        }
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        guard let type = json["resourceType"]?.stringValue else { throw FHIRError(.missingElement, at: "resourceType") }
        switch type {
        case AllergyIntolerance.resourceType: self = .allergyIntolerance(try AllergyIntolerance(reading: json))
        case Appointment.resourceType: self = .appointment(try Appointment(reading: json))
        case AuditEvent.resourceType: self = .auditEvent(try AuditEvent(reading: json))
        case Basic.resourceType: self = .basic(try Basic(reading: json))
        case Binary.resourceType: self = .binary(try Binary(reading: json))
        case Bundle.resourceType: self = .bundle(try Bundle(reading: json))
        case CapabilityStatement.resourceType: self = .capabilityStatement(try CapabilityStatement(reading: json))
        case CarePlan.resourceType: self = .carePlan(try CarePlan(reading: json))
        case CareTeam.resourceType: self = .careTeam(try CareTeam(reading: json))
        case Composition.resourceType: self = .composition(try Composition(reading: json))
        case Condition.resourceType: self = .condition(try Condition(reading: json))
        case Consent.resourceType: self = .consent(try Consent(reading: json))
        case Coverage.resourceType: self = .coverage(try Coverage(reading: json))
        case Device.resourceType: self = .device(try Device(reading: json))
        case DeviceUseStatement.resourceType: self = .deviceUseStatement(try DeviceUseStatement(reading: json))
        case DiagnosticReport.resourceType: self = .diagnosticReport(try DiagnosticReport(reading: json))
        case DocumentReference.resourceType: self = .documentReference(try DocumentReference(reading: json))
        case Encounter.resourceType: self = .encounter(try Encounter(reading: json))
        case FamilyMemberHistory.resourceType: self = .familyMemberHistory(try FamilyMemberHistory(reading: json))
        case Flag.resourceType: self = .flag(try Flag(reading: json))
        case Goal.resourceType: self = .goal(try Goal(reading: json))
        case Immunization.resourceType: self = .immunization(try Immunization(reading: json))
        case Location.resourceType: self = .location(try Location(reading: json))
        case Media.resourceType: self = .media(try Media(reading: json))
        case Medication.resourceType: self = .medication(try Medication(reading: json))
        case MedicationAdministration.resourceType:
            self = .medicationAdministration(try MedicationAdministration(reading: json))
        case MedicationDispense.resourceType: self = .medicationDispense(try MedicationDispense(reading: json))
        case MedicationRequest.resourceType: self = .medicationRequest(try MedicationRequest(reading: json))
        case MedicationStatement.resourceType: self = .medicationStatement(try MedicationStatement(reading: json))
        case MessageHeader.resourceType: self = .messageHeader(try MessageHeader(reading: json))
        case Observation.resourceType: self = .observation(try Observation(reading: json))
        case OperationOutcome.resourceType: self = .operationOutcome(try OperationOutcome(reading: json))
        case Organization.resourceType: self = .organization(try Organization(reading: json))
        case Parameters.resourceType: self = .parameters(try Parameters(reading: json))
        case Patient.resourceType: self = .patient(try Patient(reading: json))
        case Practitioner.resourceType: self = .practitioner(try Practitioner(reading: json))
        case PractitionerRole.resourceType: self = .practitionerRole(try PractitionerRole(reading: json))
        case Procedure.resourceType: self = .procedure(try Procedure(reading: json))
        case Provenance.resourceType: self = .provenance(try Provenance(reading: json))
        case RelatedPerson.resourceType: self = .relatedPerson(try RelatedPerson(reading: json))
        case ServiceRequest.resourceType: self = .serviceRequest(try ServiceRequest(reading: json))
        case Specimen.resourceType: self = .specimen(try Specimen(reading: json))
        default: self = .other(type: type, json)
        }
    }
}
