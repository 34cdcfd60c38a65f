// Each resource as the case of `AnyResource` that holds it.

extension AllergyIntolerance {
    public var asAny: AnyResource { .allergyIntolerance(self) }
}

extension Appointment {
    public var asAny: AnyResource { .appointment(self) }
}

extension AuditEvent {
    public var asAny: AnyResource { .auditEvent(self) }
}

extension Basic {
    public var asAny: AnyResource { .basic(self) }
}

extension Binary {
    public var asAny: AnyResource { .binary(self) }
}

extension Bundle {
    public var asAny: AnyResource { .bundle(self) }
}

extension CapabilityStatement {
    public var asAny: AnyResource { .capabilityStatement(self) }
}

extension CarePlan {
    public var asAny: AnyResource { .carePlan(self) }
}

extension CareTeam {
    public var asAny: AnyResource { .careTeam(self) }
}

extension Composition {
    public var asAny: AnyResource { .composition(self) }
}

extension Condition {
    public var asAny: AnyResource { .condition(self) }
}

extension Consent {
    public var asAny: AnyResource { .consent(self) }
}

extension Coverage {
    public var asAny: AnyResource { .coverage(self) }
}

extension Device {
    public var asAny: AnyResource { .device(self) }
}

extension DeviceUseStatement {
    public var asAny: AnyResource { .deviceUseStatement(self) }
}

extension DiagnosticReport {
    public var asAny: AnyResource { .diagnosticReport(self) }
}

extension DocumentReference {
    public var asAny: AnyResource { .documentReference(self) }
}

extension Encounter {
    public var asAny: AnyResource { .encounter(self) }
}

extension FamilyMemberHistory {
    public var asAny: AnyResource { .familyMemberHistory(self) }
}

extension Flag {
    public var asAny: AnyResource { .flag(self) }
}

extension Goal {
    public var asAny: AnyResource { .goal(self) }
}

extension Immunization {
    public var asAny: AnyResource { .immunization(self) }
}

extension Location {
    public var asAny: AnyResource { .location(self) }
}

extension Media {
    public var asAny: AnyResource { .media(self) }
}

extension Medication {
    public var asAny: AnyResource { .medication(self) }
}

extension MedicationAdministration {
    public var asAny: AnyResource { .medicationAdministration(self) }
}

extension MedicationDispense {
    public var asAny: AnyResource { .medicationDispense(self) }
}

extension MedicationRequest {
    public var asAny: AnyResource { .medicationRequest(self) }
}

extension MedicationStatement {
    public var asAny: AnyResource { .medicationStatement(self) }
}

extension MessageHeader {
    public var asAny: AnyResource { .messageHeader(self) }
}

extension Observation {
    public var asAny: AnyResource { .observation(self) }
}

extension OperationOutcome {
    public var asAny: AnyResource { .operationOutcome(self) }
}

extension Organization {
    public var asAny: AnyResource { .organization(self) }
}

extension Parameters {
    public var asAny: AnyResource { .parameters(self) }
}

extension Patient {
    public var asAny: AnyResource { .patient(self) }
}

extension Practitioner {
    public var asAny: AnyResource { .practitioner(self) }
}

extension PractitionerRole {
    public var asAny: AnyResource { .practitionerRole(self) }
}

extension Procedure {
    public var asAny: AnyResource { .procedure(self) }
}

extension Provenance {
    public var asAny: AnyResource { .provenance(self) }
}

extension RelatedPerson {
    public var asAny: AnyResource { .relatedPerson(self) }
}

extension ServiceRequest {
    public var asAny: AnyResource { .serviceRequest(self) }
}

extension Specimen {
    public var asAny: AnyResource { .specimen(self) }
}
