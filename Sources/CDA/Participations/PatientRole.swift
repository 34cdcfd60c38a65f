public import XMLReader

/// recordTarget/patientRole: whose document it is.
public struct PatientRole: Hashable, Sendable {
    public let element: XMLElement

    public init(_ element: XMLElement) { self.element = element }

    public var ids: [InstanceIdentifier] { element.each(.id, as: InstanceIdentifier.init) }
    public var addresses: [PostalAddress] { element.each(.addr, as: PostalAddress.init).filter { !$0.isEmpty } }
    public var telecoms: [TelecommunicationAddress] { element.each(.telecom, as: TelecommunicationAddress.init) }
    public var patient: XMLElement? { element.child(.patient) }
    public var names: [EntityName] { patient?.each(.name, as: EntityName.init).filter { !$0.isEmpty } ?? [] }
    public var gender: ConceptDescriptor? { patient?.child(.administrativeGenderCode).map(ConceptDescriptor.init) }
    public var birthTime: TimeStamp? { patient?.child(.birthTime).map(TimeStamp.init) }
    public var deceased: Bool? {
        patient?.child(.deceasedInd, in: .sdtc)?.word(.value).map { $0 == "true" || $0 == "1" }
    }
    public var deceasedTime: TimeStamp? { patient?.child(.deceasedTime, in: .sdtc).map(TimeStamp.init) }
    public var maritalStatus: ConceptDescriptor? { patient?.child(.maritalStatusCode).map(ConceptDescriptor.init) }
    public var religion: ConceptDescriptor? { patient?.child(.religiousAffiliationCode).map(ConceptDescriptor.init) }
    public var races: [ConceptDescriptor] {
        ((patient?.children(.raceCode) ?? []) + (patient?.children(.raceCode, in: .sdtc) ?? [])).map(
            ConceptDescriptor.init)
    }
    public var ethnicities: [ConceptDescriptor] {
        ((patient?.children(.ethnicGroupCode) ?? [])
            + (patient?.children(.ethnicGroupCode, in: .sdtc) ?? []))
            .map(ConceptDescriptor.init)
    }
    public var birthplace: PostalAddress? {
        patient?.descendant(.birthplace, .place, .addr).map(PostalAddress.init).flatMap { $0.isEmpty ? nil : $0 }
    }
    public var guardians: [XMLElement] { patient?.children(.guardian) ?? [] }
    public var languages: [XMLElement] { patient?.children(.languageCommunication) ?? [] }
    public var providerOrganization: Organization? {
        element.child(.providerOrganization).map(Organization.init).flatMap { $0.isEmpty ? nil : $0 }
    }
}
