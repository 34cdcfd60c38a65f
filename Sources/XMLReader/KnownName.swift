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
    public var text: String { Self.texts[Int(rawValue)] }

    private static let texts: [String] = allCases.map { String(describing: $0) }

    /// The name that stands in these bytes, if it is a known one.
    static func find(_ text: Span<UInt8>, _ range: Range<Int>) -> KnownName? {
        var slot = hash(text.extracting(range)) & (slots.count - 1)
        while let candidate = slots[slot] {
            let name = candidate.text.utf8.span
            if name.count == range.count {
                var at = 0
                while at < name.count, name[at] == text[range.lowerBound + at] { at += 1 }
                if at == name.count { return candidate }
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    /// The names by their hash, in a table that is at most a quarter full.
    private static let slots: [KnownName?] = {
        var slots = [KnownName?](repeating: nil, count: 1024)
        for name in allCases {
            let text = name.text
            var slot = hash(text.utf8.span) & (slots.count - 1)
            while slots[slot] != nil { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = name
        }
        return slots
    }()

    /// FNV-1a.
    private static func hash(_ text: Span<UInt8>) -> Int {
        var hash: UInt32 = 2_166_136_261
        for at in text.indices { hash = (hash ^ UInt32(text[at])) &* 16_777_619 }
        return Int(hash)
    }

    /// The number of each name by its text.
    static let numbers: [String: UInt32] = Dictionary(
        uniqueKeysWithValues: allCases.map { ($0.text, UInt32($0.rawValue)) })
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

    /// The number of each namespace by its URI.
    static let numbers: [String: UInt32] = Dictionary(
        uniqueKeysWithValues: allCases.compactMap { known in known.uri.map { ($0, UInt32(known.rawValue)) } })
}
