/// The names of elements and attributes that CDA's mapping asks for, known to the reader by number.
///
/// A document is read with them, so that `element.child(.code)` compares numbers where `element.child("code")` has to
/// compare texts. Any other name is still found by its text. The case is the name as XML writes it.
public enum KnownName: UInt16, CaseIterable, Sendable {
    case abbr, act, additionalLocator, addr, administrationUnitCode, administrativeGenderCode, align
    case approachSiteCode, asContent, asOrganizationPartOf, assignedAuthor, assignedAuthoringDevice
    case assignedCustodian, assignedEntity, assignedPerson, assigningAuthorityName, associatedEntity
    case associatedPerson, asSpecializedKind, authenticator, author, authorization, birthplace, birthTime, br
    case buildingNumberSuffix, capacityQuantity, caption, capTypeCode, careOf, center, city, classCode
    case ClinicalDocument, code, codeSystem, codeSystemName, codeSystemVersion, col, colgroup, colspan, comp
    case component, componentOf, confidentialityCode, consent, consumable, content, country, county, criterion
    case custodian, dataEnterer, deceasedInd, deceasedTime, delimiter, deliveryAddressLine, denominator, desc
    case direction, dischargeDispositionCode, displayName, documentationOf, doseQuantity, effectiveTime
    case encompassingEncounter, encounter, encounterParticipant, entry, entryRelationship, ethnicGroupCode, event
    case expirationTime, `extension`, family, footnote, footnoteRef, formCode, functionCode, given, guardian
    case guardianOrganization, guardianPerson, headers, healthCareFacility, high, houseNumber, houseNumberNumeric
    case href, ID, id, inclusive, informant, informationRecipient, inFulfillmentOf, institutionSpecified
    case intendedRecipient, interpretationCode, inversionInd, item, lang, language, languageCode
    case languageCommunication, legalAuthenticator, linkHtml, list, listType, location, lotNumberText, low
    case manufacturedLabeledDrug, manufacturedMaterial, manufacturedProduct, manufacturerModelName
    case manufacturerOrganization, maritalStatusCode, marketingAuthorizationHolder, maxDoseQuantity, mediaType
    case methodCode, moodCode, name, negationInd, nonXMLBody, nullFlavor, numerator, observation, observationMedia
    case observationRange, offset, order, organizer, originalText, paragraph, parentDocument, participant
    case participantRole, patient, patientRole, performer, period, phase, place, playingDevice, playingEntity
    case postalCode, postBox, precinct, precondition, preferenceInd, prefix, priorityCode, procedure, process
    case product, productOf, providerOrganization, qualifier, quantity, raceCode, rateQuantity, receivedOrganization
    case recordTarget, reference, referenceRange, regionOfInterest, relatedDocument, relatedEntity, relatedPerson
    case relatedSubject, religiousAffiliationCode, repeatNumber, representation, representedCustodianOrganization
    case representedOrganization, responsibleParty, root, routeCode, rowspan, scope, scopingEntity
    case scopingOrganization, section, serviceEvent, serviceProviderOrganization, setId, softwareName, span
    case specialty, specimen, specimenPlayingEntity, specimenRole, standardIndustryClassCode, state, statusCode
    case streetAddressLine, streetName, streetNameBase, streetNameType, structuredBody, styleCode, sub, subject
    case substanceAdministration, suffix, sup, supply, table, targetSiteCode, tbody, td, telecom, templateId, text
    case tfoot, th, thead, time, title, tr, translation, type, typeCode, typeId, uncertaintyCode, unit, unitID
    case unitType, use, useablePeriod, validTime, valign, value, versionNumber, wholeOrganization, width

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
