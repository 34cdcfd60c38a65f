import CDA
import FHIR
import Profiles
import RecordTypes
import XMLReader

extension CDAMapping {
    /// The whole document: patient and header first, then the body, then the Composition that leads to all of it.
    mutating func bundle() -> DocumentBundle {
        readConfidentiality()
        mapPatient()
        let authors = document.authors.compactMap { $0.entity }.compactMap { actor($0) }
        outerRecorder = authors.first.flatMap { somebody($0) }
        let custodian = document.custodian.map { organization($0) }
        mapEncompassingEncounter()

        let authored = document.authors.compactMap { $0.time }.compactMap { self.time($0)?.point }
        let time = dateTime(document.effectiveTime) ?? authored.max() ?? ""
        let type = typed(concept(document.code) ?? CodeableConcept(text: "unknown"))
        var composition = Composition(
            status: .final, type: type, date: time, author: authors.isEmpty ? [Reference(display: "unknown")] : authors,
            title: document.title ?? document.code?.displayName ?? type.text ?? "Document")
        composition.language = document.languageCode.map(Language.tag)
        composition.identifier = document.id.flatMap { identifier($0) }
        composition.subject = patient
        composition.encounter = encounter
        composition.custodian = custodian
        composition.confidentiality = document.confidentiality?.code.flatMap(
            Composition.Confidentiality.init(rawValue:))
        composition.extension = versionExtensions()
        composition.relatesTo = relations()
        composition.attester = attesters()
        composition.event = events() + orders()
        composition.extension += headerParticipants()
        consents()
        takeConfidentialityOfBody()
        composition.section = document.sections.map { section($0, inherited: nil) }
        if let data = document.nonXMLBody { composition.section.append(nonXMLSection(data)) }
        if composition.section.isEmpty {
            composition.text = NarrativeBlock.words(composition.title)
        }
        let labels = document.confidentiality?.codings.prefix(16).map { coding($0) } ?? []
        if !labels.isEmpty { composition.meta = Meta(security: labels) }
        if composition.date.isEmpty {
            // Nothing in the header: it was written when, or after, the last of its entries was.
            composition.date = credits.parts.compactMap(\.part.time).max() ?? latestTime ?? ""
        }
        if composition.date.isEmpty {
            // R4 requires a date of a document and an instant of its Bundle (bdl-10): the first year there is says that it is none.
            composition.date = "0001"
            findings.add(
                .warning, "cda-no-date", .required,
                "The document tells no time anywhere; where R4 requires one the output has the year 1.",
                at: document.element, rule: "FHIR R4: Composition.date, bdl-10",
                remedy: "Send ClinicalDocument/effectiveTime.")
        }
        mapCredits()
        reportLosses()

        resources.lead(with: composition, uuid: name("Composition", at: document.element))
        resources.identifier =
            bundleIdentifier()
            ?? Identifier(
                system: "urn:ietf:rfc:3986", value: DocumentBundle.fullURL(name("Bundle", at: document.element)))
        resources.timestamp = instant(document.effectiveTime) ?? Self.firstMoment(composition.date)
        resources.language = composition.language
        return resources
    }

    /// The instant that a FHIR date begins with; nil for none.
    private static func firstMoment(_ date: String) -> String? {
        switch date.utf8.count {
        case 0: nil
        case 4: date + "-01-01T00:00:00Z"
        case 7: date + "-01T00:00:00Z"
        case 10: date + "T00:00:00Z"
        default: date
        }
    }

    /// bdl-9: a document's Bundle has an identifier with a system and a value.
    private mutating func bundleIdentifier() -> Identifier? {
        guard let id = document.id.flatMap({ identifier($0) }) else { return nil }
        return id.system == nil ? Identifier(system: "urn:ietf:rfc:3986", value: id.value) : id
    }

    private mutating func readConfidentiality() {
        guard let confidentiality = document.confidentiality else { return }
        security = labels(confidentiality)
    }

    /// Codes beyond normal; the audience-specific ones (translations) are kept whatever they say.
    mutating func labels(_ confidentiality: ConceptDescriptor) -> [Coding] {
        let isNormal = confidentiality.code == nil || confidentiality.code == "N"
        // They go onto each resource: a document cannot make them many.
        let codings = confidentiality.codings.prefix(16).map { coding($0) }
        return isNormal && codings.allSatisfy { $0.code == "N" } ? [] : codings
    }

    /// A body may be more confidential than its header says (CDA R2 4.3.1, 4.3.2): then all that stands in it is.
    private mutating func takeConfidentialityOfBody() {
        let body = document.structuredBody ?? document.element.descendant(.component, .nonXMLBody)
        guard let code = body?.child(.confidentialityCode).map(ConceptDescriptor.init) else { return }
        let labels = labels(code)
        security += labels.filter { !security.contains($0) }
    }

    private mutating func versionExtensions() -> [Extension] {
        var extensions: [Extension] = []
        if let version = document.versionNumber {
            extensions.append(Extension(url: ExtensionURL.compositionVersion, value: .string(String(version))))
        }
        if let set = document.setId.flatMap({ identifier($0) }) {
            extensions.append(Extension(url: ExtensionURL.setId, value: .identifier(set)))
        }
        return extensions
    }

    private mutating func relations() -> [Composition.RelatesTo] {
        document.relatedDocuments.flatMap { related -> [Composition.RelatesTo] in
            let code: DocumentRelationshipType
            switch related.typeCode {
            case "RPLC": code = .replaces
            case "APND": code = .appends
            case "XFRM": code = .transforms
            default:
                findings.add(
                    .warning, "cda-related-document", .codeInvalid,
                    "relatedDocument has no typeCode RPLC, APND or XFRM.",
                    at: related.element, rule: "CDA R2 4.2.3.1", remedy: "Send one of the three codes.")
                return []
            }
            let type = concept(related.element.descendant(.parentDocument, .code).map(ConceptDescriptor.init))
            return (related.ids + [related.setId].compactMap { $0 }).compactMap { identifier($0) }.map {
                var relation = Composition.RelatesTo(code: code, target: .identifier($0))
                if let type {
                    relation.extension.append(Extension(url: ExtensionURL.actCode, value: .codeableConcept(type)))
                }
                if let version = related.versionNumber {
                    relation.extension.append(
                        Extension(url: ExtensionURL.compositionVersion, value: .string(String(version))))
                }
                return relation
            }
        }
    }

    private mutating func attesters() -> [Composition.Attester] {
        var attesters: [Composition.Attester] = []
        if let legal = document.legalAuthenticator {
            attesters.append(
                Composition.Attester(
                    mode: .legal, time: time(legal.time)?.point, party: legal.entity.flatMap { actor($0) }))
        }
        for authenticator in document.authenticators {
            attesters.append(
                Composition.Attester(
                    mode: .professional, time: time(authenticator.time)?.point,
                    party: authenticator.entity.flatMap { actor($0) }))
        }
        return attesters
    }

    /// documentationOf/serviceEvent: what the document is about, and when.
    private mutating func events() -> [Composition.Event] {
        document.serviceEvents.map { event in
            var result = Composition.Event()
            if let code = concept(event.child(.code).map(ConceptDescriptor.init)) { result.code = [code] }
            result.period = period(event.child(.effectiveTime).map(TimeInterval.init))
            let performers = event.children(.performer).map(Participation.init)
            if !performers.isEmpty { result.detail.append(team(performers, of: event)) }
            return result
        }
    }

    /// The performers of a service event, each with function and time → CareTeam.
    private mutating func team(_ performers: [Participation], of event: XMLElement) -> Reference {
        var resource = CareTeam()
        resource.identifier = identifiers(event.children(.id).map(InstanceIdentifier.init))
        resource.subject = patient
        resource.period = period(event.child(.effectiveTime).map(TimeInterval.init))
        for performer in performers {
            guard let entity = performer.entity else { continue }
            var member = CareTeam.Participant()
            member.role = concepts([performer.functionCode, entity.code].compactMap { $0 })
            member.member = actor(entity)
            member.period = period(performer.time)
            resource.participant.append(member)
        }
        return add(&resource, uuid: name("CareTeam", at: event))
    }

    /// inFulfillmentOf/order → ServiceRequests that the document fulfils.
    private mutating func orders() -> [Composition.Event] {
        let requests = document.orders.map { order -> Reference in
            var resource = ServiceRequest(status: .unknown, intent: .order, subject: patient)
            resource.identifier = identifiers(order.children(.id).map(InstanceIdentifier.init))
            resource.code =
                concept(order.child(.code).map(ConceptDescriptor.init)) ?? CodeableConcept(text: "unknown")
            return add(&resource, uuid: name("ServiceRequest", at: order))
        }
        return requests.isEmpty ? [] : [Composition.Event(detail: requests)]
    }

    /// authorization/consent → Consent.
    private mutating func consents() {
        for consent in document.element.children(.authorization).compactMap({ $0.child(.consent) }) {
            let code = concept(consent.child(.code).map(ConceptDescriptor.init))
            var resource = Consent(
                status: consent.child(.statusCode)?.word(.code) == "completed" ? .active : .proposed,
                scope: fixed("http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy"),
                category: [code ?? CodeableConcept(text: "Consent")])
            resource.identifier = identifiers(consent.children(.id).map(InstanceIdentifier.init))
            resource.patient = patient
            resource.policyRule = code ?? CodeableConcept(text: "unknown")
            resource.dateTime = dateTime(document.effectiveTime)
            _ = add(&resource, uuid: name("Consent", at: consent))
        }
    }

    /// People of the header that the Composition has no element for: data enterer, informants, recipients, participants.
    private mutating func headerParticipants() -> [Extension] {
        var extensions: [Extension] = []
        for author in document.authors where author.functionCode != nil {
            if let entity = author.entity, let code = author.functionCode {
                let who = actor(entity)
                extensions.append(headerExtension("AUT", code, who, author.time))
            }
        }
        if let enterer = document.dataEnterer, let who = enterer.entity.flatMap({ actor($0) }) {
            extensions.append(headerExtension("ENT", nil, who, enterer.time))
        }
        for informant in document.informants {
            guard let who = informant.entity.flatMap({ actor($0) }) else { continue }
            extensions.append(headerExtension("INF", nil, who, informant.time))
        }
        for recipient in document.element.children(.informationRecipient) {
            guard let role = recipient.child(.intendedRecipient).map(AssignedEntity.init), let who = actor(role) else {
                continue
            }
            extensions.append(headerExtension(recipient.word(.typeCode) ?? "PRCP", nil, who, nil))
        }
        for participant in document.participants {
            guard let entity = participant.entity, let who = actor(entity) else { continue }
            extensions.append(
                headerExtension(participant.typeCode ?? "IND", participant.functionCode, who, participant.time))
        }
        return extensions
    }

    private mutating func headerExtension(
        _ type: String, _ function: ConceptDescriptor?, _ who: Reference?, _ time: TimeInterval?
    ) -> Extension {
        var result = Extension(url: ExtensionURL.participant)
        result.extension.append(
            Extension(url: "type", value: .coding(Coding(system: CodeSystemURI.participationType, code: type))))
        if let function = concept(function) {
            result.extension.append(Extension(url: "function", value: .codeableConcept(function)))
        }
        if let period = period(time) { result.extension.append(Extension(url: "period", value: .period(period))) }
        if let who { result.extension.append(Extension(url: "actor", value: .reference(who))) }
        return result
    }

    private mutating func mapEncompassingEncounter() {
        guard let element = document.encompassingEncounter else { return }
        var resource = Encounter(status: .unknown, class: encounterClass(nil))
        let time = element.child(.effectiveTime).map(TimeInterval.init)
        resource.identifier = identifiers(element.children(.id).map(InstanceIdentifier.init))
        resource.period = period(time)
        resource.status =
            hasEnded(time) || time?.value?.value != nil ? .finished : time?.low?.value != nil ? .inProgress : .unknown
        let code = element.child(.code).map(ConceptDescriptor.init)
        resource.class = encounterClass(code)
        resource.type = encounterTypes(code)
        resource.subject = patient
        for participant in element.children(.encounterParticipant) + element.children(.responsibleParty) {
            let participation = Participation(participant)
            guard let individual = participation.entity.flatMap({ practitioner($0) }) else { continue }
            var entry = Encounter.Participant(period: period(participation.time), individual: individual)
            let type = participation.typeCode ?? (participant.isNamed(.responsibleParty) ? "RESP" : nil)
            if let type { entry.type = [fixed(CodeSystemURI.participationType, type == "RESP" ? "ATND" : type)] }
            resource.participant.append(entry)
        }
        if let disposition = concept(element.child(.dischargeDispositionCode).map(ConceptDescriptor.init)) {
            resource.hospitalization = Encounter.Hospitalization(dischargeDisposition: disposition)
        }
        mapFacility(element, into: &resource)
        let ids = element.children(.id).map(InstanceIdentifier.init)
        let reference = add(&resource, uuid: name("Encounter", at: element))
        for key in ids.compactMap(\.key) { statements[key] = KnownStatement(reference: reference, first: nil) }
        encounter = reference
    }

    private mutating func mapFacility(_ element: XMLElement, into resource: inout Encounter) {
        guard let facility = element.descendant(.location, .healthCareFacility) else { return }
        let role = AssignedEntity(facility)
        let place = facility.child(.location)
        let placeName = place?.child(.name)?.plainText
        if let provider = facility.child(.serviceProviderOrganization).map(CDA.Organization.init), !provider.isEmpty {
            resource.serviceProvider = organization(provider)
        }
        guard placeName != nil || role.ids.contains(where: { $0.hasKey }) || role.code?.isEmpty == false else {
            return
        }
        let addresses = place?.children(.addr).map(PostalAddress.init) ?? []
        resource.location = [
            Encounter.Location(
                location: location(
                    ids: role.ids, name: placeName, code: role.code, addresses: addresses, telecoms: [], at: facility))
        ]
    }

    /// nonXMLBody → DocumentReference and a section that leads to it.
    private mutating func nonXMLSection(_ data: EncapsulatedData) -> Composition.Section {
        let spoken = data.language ?? data.element.parent?.child(.languageCode)?.word(.code)
        var attachment = Attachment(contentType: contentType(of: data), language: spoken.map(Language.tag))
        attachment.title = document.title
        attachment.data = data.base64
        if data.isBase64, attachment.data == nil {
            findings.add(
                .warning, "cda-invalid-base64", .value, "The body says it is base64 and is not.", at: data.element,
                rule: "CDA R2 4.3.1", remedy: "Send base64 text.")
        }
        if let reference = data.reference { attachment.url = reference }
        if attachment.data == nil, let text = data.inlineText {
            attachment.data = Base64.text(Array(text.utf8))
            attachment.contentType = attachment.contentType ?? "text/plain"
        }
        var resource = DocumentReference(status: .current, content: [DocumentReference.Content(attachment: attachment)])
        resource.type = concept(document.code)
        resource.subject = patient
        let reference = add(&resource, uuid: name("DocumentReference", at: data.element))
        return Composition.Section(
            title: document.title, text: NarrativeBlock.words(document.title ?? "–"), entry: [reference])
    }
}

extension CDAMapping {
    /// The document's own type, and the LOINC code that the profiles give the type where its own code is none.
    fileprivate func typed(_ type: CodeableConcept) -> CodeableConcept {
        guard !type.coding.contains(where: { $0.system == CodeSystemURI.loinc }),
            let known = profiles.documentType(
                templateIds: document.templateIds.map(\.text), code: document.code?.code,
                system: document.code?.codeSystem),
            let word = known.type
        else { return type }
        var type = type
        type.coding.append(
            Coding(
                system: word.system, code: word.code, display: profiles.display(of: word.code, system: word.system)))
        return type
    }
}
