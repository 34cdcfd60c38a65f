/// The names of elements and attributes that CDA's mapping asks for, known to the reader by number.
///
/// A document is read with them, so that `element.child(.code)` compares numbers where `element.child("code")` has to
/// compare texts. Any other name is still found by its text. The case is the name as XML writes it.
public enum KnownName: UInt16, CaseIterable, Sendable {
    case abbr, act, addr, administrationUnitCode, administrativeGenderCode, align, approachSiteCode, asContent
    case asOrganizationPartOf, assignedAuthor, assignedAuthoringDevice, assignedCustodian, assignedEntity
    case assignedPerson, assigningAuthorityName, associatedEntity, associatedPerson, asSpecializedKind
    case authenticator, author, authorization, birthplace, birthTime, br, capacityQuantity, caption, capTypeCode
    case center, city, classCode, ClinicalDocument, code, codeSystem, codeSystemName, codeSystemVersion, col
    case colgroup, colspan, comp, component, componentOf, confidentialityCode, consent, consumable, content, country
    case county, criterion, custodian, dataEnterer, deceasedInd, deceasedTime, delimiter, denominator, desc
    case dischargeDispositionCode, displayName, documentationOf, doseQuantity, effectiveTime, encompassingEncounter
    case encounter, encounterParticipant, entry, entryRelationship, ethnicGroupCode, event, expirationTime
    case `extension`, family, footnote, footnoteRef, formCode, functionCode, given, guardian, guardianOrganization
    case guardianPerson, headers, healthCareFacility, high, href, ID, id, inclusive, informant, informationRecipient
    case inFulfillmentOf, institutionSpecified, intendedRecipient, interpretationCode, inversionInd, item, lang
    case language, languageCode, languageCommunication, legalAuthenticator, linkHtml, list, listType, location
    case lotNumberText, low, manufacturedLabeledDrug, manufacturedMaterial, manufacturedProduct
    case manufacturerModelName, manufacturerOrganization, maritalStatusCode, marketingAuthorizationHolder
    case maxDoseQuantity, mediaType, methodCode, moodCode, name, negationInd, nonXMLBody, nullFlavor, numerator
    case observation, observationMedia, observationRange, offset, order, organizer, originalText, paragraph
    case parentDocument, participant, participantRole, patient, patientRole, performer, period, phase, place
    case playingDevice, playingEntity, postalCode, precinct, precondition, preferenceInd, prefix, priorityCode
    case procedure, process, product, productOf, providerOrganization, qualifier, quantity, raceCode, rateQuantity
    case receivedOrganization, recordTarget, reference, referenceRange, regionOfInterest, relatedDocument
    case relatedEntity, relatedPerson, relatedSubject, religiousAffiliationCode, repeatNumber, representation
    case representedCustodianOrganization, representedOrganization, responsibleParty, root, routeCode, rowspan
    case scope, scopingEntity, scopingOrganization, section, serviceEvent, serviceProviderOrganization, setId
    case softwareName, span, specialty, specimen, specimenPlayingEntity, specimenRole, standardIndustryClassCode
    case state, statusCode, streetAddressLine, structuredBody, styleCode, sub, subject, substanceAdministration
    case suffix, sup, supply, table, targetSiteCode, tbody, td, telecom, templateId, text, tfoot, th, thead, time
    case title, tr, translation, type, typeCode, typeId, uncertaintyCode, unit, use, useablePeriod, validTime
    case valign, value, versionNumber, wholeOrganization, width

    /// The name as XML writes it.
    public var text: String { Self.text(rawValue) }

    /// The text of the name with this number.
    static func text(_ number: UInt16) -> String { texts[Int(number)] }

    private static let texts: [String] = allCases.map { String(describing: $0) }
}

/// The namespaces that mapping asks for, known to the reader by number.
public enum KnownNamespace: UInt16, CaseIterable, Sendable {
    /// Of attributes without a prefix, and of elements where none is declared.
    case none
    /// HL7 version 3, and CDA R2 with it.
    case hl7
    /// Extensions of HL7's Structured Documents group.
    case sdtc
    case schemaInstance
    case xml

    public var uri: String? {
        switch self {
        case .none: nil
        case .hl7: "urn:hl7-org:v3"
        case .sdtc: "urn:hl7-org:sdtc"
        case .schemaInstance: "http://www.w3.org/2001/XMLSchema-instance"
        case .xml: "http://www.w3.org/XML/1998/namespace"
        }
    }

    /// The number of the namespace with this URI, if it is a known one.
    static func number(of uri: String) -> UInt32? {
        for known in [hl7, sdtc, schemaInstance, xml] where known.uri == uri { return UInt32(known.rawValue) }
        return nil
    }
}
