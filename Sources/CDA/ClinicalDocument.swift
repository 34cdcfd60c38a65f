public import XMLReader

/// A CDA R2 document: typed access over its tree. Nothing is judged here except that it is one.
public struct ClinicalDocument: Hashable, Sendable {
    public let element: XMLElement

    /// - Throws: ``ClinicalDocumentError`` when the root is another element or of another namespace.
    public init(_ document: XMLDocument) throws(ClinicalDocumentError) {
        let root = document.root
        guard root.isNamed(.ClinicalDocument) else { throw .wrongRoot }
        guard root.namespace == CDANamespace.hl7 else { throw .wrongNamespace }
        element = root
    }

    public var typeId: InstanceIdentifier? { element.child(.typeId).map(InstanceIdentifier.init) }
    public var templateIds: [TemplateID] { element.each(.templateId).compactMap(TemplateID.init) }
    public var id: InstanceIdentifier? { element.child(.id).map(InstanceIdentifier.init) }
    public var code: ConceptDescriptor? { element.child(.code).map(ConceptDescriptor.init) }
    public var title: String? { element.child(.title)?.plainText }
    public var effectiveTime: TimeStamp? { element.child(.effectiveTime).map(TimeStamp.init) }
    public var confidentiality: ConceptDescriptor? { element.child(.confidentialityCode).map(ConceptDescriptor.init) }
    public var languageCode: String? { element.child(.languageCode)?.word(.code) }
    public var setId: InstanceIdentifier? { element.child(.setId).map(InstanceIdentifier.init) }
    public var versionNumber: Int? { element.child(.versionNumber)?.word(.value).flatMap { Int($0) } }
    public var recordTargets: [XMLElement] { element.children(.recordTarget) }
    public var patientRoles: [PatientRole] {
        element.each(.recordTarget).compactMap { $0.child(.patientRole).map(PatientRole.init) }
    }
    public var authors: [Participation] { element.each(.author, as: Participation.init) }
    public var dataEnterer: Participation? { element.child(.dataEnterer).map(Participation.init) }
    public var informants: [Participation] { element.each(.informant, as: Participation.init) }
    public var custodian: Organization? {
        element.descendant(.custodian, .assignedCustodian, .representedCustodianOrganization).map(Organization.init)
    }
    public var legalAuthenticator: Participation? { element.child(.legalAuthenticator).map(Participation.init) }
    public var authenticators: [Participation] { element.each(.authenticator, as: Participation.init) }
    public var participants: [Participation] { element.each(.participant, as: Participation.init) }
    public var serviceEvents: [XMLElement] {
        element.each(.documentationOf).compactMap { $0.child(.serviceEvent) }
    }
    public var orders: [XMLElement] { element.each(.inFulfillmentOf).compactMap { $0.child(.order) } }
    public var encompassingEncounter: XMLElement? { element.descendant(.componentOf, .encompassingEncounter) }

    /// What this document has to do with another one.
    public struct RelatedDocument: Hashable, Sendable {
        /// `RPLC`, `APND` or `XFRM`.
        public let typeCode: String?
        public let ids: [InstanceIdentifier]
        public let setId: InstanceIdentifier?
        public let versionNumber: Int?
        public let element: XMLElement
    }

    public var relatedDocuments: [RelatedDocument] {
        element.each(.relatedDocument).compactMap { related in
            related.child(.parentDocument).map { parent in
                RelatedDocument(
                    typeCode: related.word(.typeCode), ids: parent.each(.id, as: InstanceIdentifier.init),
                    setId: parent.child(.setId).map(InstanceIdentifier.init),
                    versionNumber: parent.child(.versionNumber)?.word(.value).flatMap { Int($0) }, element: related)
            }
        }
    }

    public var structuredBody: XMLElement? { element.descendant(.component, .structuredBody) }
    public var nonXMLBody: EncapsulatedData? {
        element.descendant(.component, .nonXMLBody, .text).map(EncapsulatedData.init)
    }
    public var sections: [Section] {
        structuredBody?.each(.component).compactMap { $0.child(.section).map(Section.init) } ?? []
    }
}

/// Why well-formed XML is no CDA R2 document.
public enum ClinicalDocumentError: String, Error, Hashable, Sendable {
    case wrongRoot = "cda-wrong-root"
    case wrongNamespace = "cda-wrong-namespace"
}
