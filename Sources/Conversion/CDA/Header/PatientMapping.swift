import CDA
import FHIR
import Profiles
import RecordTypes
import XMLReader

extension CDAMapping {
    /// recordTarget/patientRole → Patient.
    mutating func mapPatient() {
        guard let role = document.patientRoles.first else {
            patient = Reference(display: "unknown")
            return
        }
        var resource = Patient()
        resource.identifier = identifiers(role.ids)
        resource.name = humanNames(role.names)
        resource.telecom = contactPoints(role.telecoms)
        resource.address = addresses(role.addresses)
        resource.gender = gender(role.gender)
        if let source = concept(role.gender), !source.coding.isEmpty {
            resource.extension.append(
                Extension(url: ExtensionURL.administrativeGender, value: .codeableConcept(source)))
        }
        mapBirth(role, into: &resource)
        if let time = dateTime(role.deceasedTime) {
            resource.deceased = .dateTime(time)
        } else if let deceased = role.deceased {
            resource.deceased = .boolean(deceased)
        }
        mapMultipleBirth(role, into: &resource)
        resource.maritalStatus = concept(role.maritalStatus)
        if let religion = concept(role.religion) {
            resource.extension.append(Extension(url: ExtensionURL.religion, value: .codeableConcept(religion)))
        }
        mapRaces(role, into: &resource)
        for communication in role.languages {
            guard let code = communication.child(.languageCode)?.word(.code) else { continue }
            var entry = Patient.Communication(
                language: CodeableConcept(coding: [Coding(system: "urn:ietf:bcp:47", code: Language.tag(code))]),
                preferred: communication.child(.preferenceInd).flatMap { $0.hasWord(.value) ? $0.isTrue(.value) : nil })
            var proficiency = Extension(url: ExtensionURL.proficiency)
            for (url, name) in [("level", "proficiencyLevelCode"), ("type", "modeCode")] {
                guard let code = communication.child(name).map(ConceptDescriptor.init), code.code != nil else {
                    continue
                }
                proficiency.extension.append(Extension(url: url, value: .coding(coding(code))))
            }
            if !proficiency.extension.isEmpty { entry.extension.append(proficiency) }
            resource.communication.append(entry)
        }
        resource.contact = role.guardians.map { contact($0) } + contactsInHeader()
        if let provider = role.providerOrganization { resource.managingOrganization = organization(provider) }
        resource.generalPractitioner = primaryCareProviders()
        patient = add(&resource, uuid: name("Patient", at: role.element))
        patientKeys = Set(role.ids.compactMap(\.key))
        patientNames = role.names
    }

    func gender(_ code: ConceptDescriptor?) -> AdministrativeGender? {
        guard let code else { return nil }
        if let target = mapped("gender", code) { return AdministrativeGender(rawValue: target.code) }
        return code.code == nil && code.nullFlavor == nil ? nil : .unknown
    }

    private mutating func mapBirth(_ role: PatientRole, into resource: inout Patient) {
        resource.birthDate = date(role.birthTime)
        if let parts = role.birthTime?.parts, parts.hour != nil, let time = dateTime(role.birthTime), time.contains("T")
        {
            resource.birthDateParts.append(Extension(url: ExtensionURL.birthTime, value: .dateTime(time)))
        }
        if let place = role.birthplace.flatMap({ address($0) }) {
            resource.extension.append(Extension(url: ExtensionURL.birthPlace, value: .address(place)))
        }
    }

    /// sdtc:multipleBirthOrderNumber, else sdtc:multipleBirthInd.
    private func mapMultipleBirth(_ role: PatientRole, into resource: inout Patient) {
        let person = role.element.child(.patient)
        func part(_ name: String) -> XMLElement? { person?.child(name, in: "urn:hl7-org:sdtc") }
        let indicator = part("multipleBirthInd")
        // The first of one is no multiple birth, though some count it.
        let isSingle = indicator.map { $0.hasWord(.value) && !$0.isTrue(.value) } ?? false
        if let order = part("multipleBirthOrderNumber")?.word(.value).flatMap({ Int($0) }), order > (isSingle ? 1 : 0) {
            resource.multipleBirth = .integer(order)
        } else if let indicator, indicator.hasWord(.value) {
            resource.multipleBirth = .boolean(indicator.isTrue(.value))
        }
    }

    /// Race and ethnicity as US Core writes them, from documents that carry them.
    private mutating func mapRaces(_ role: PatientRole, into resource: inout Patient) {
        let categories: Set<String> = ["1002-5", "2028-9", "2054-5", "2076-8", "2106-3", "2135-2", "2186-5"]
        for (url, codes) in [
            ("http://hl7.org/fhir/us/core/StructureDefinition/us-core-race", role.races),
            ("http://hl7.org/fhir/us/core/StructureDefinition/us-core-ethnicity", role.ethnicities),
        ] {
            let coded = codes.filter { $0.code != nil }
            guard !coded.isEmpty else { continue }
            var outer = Extension(url: url)
            for code in coded {
                let isCategory = code.code.map(categories.contains) ?? false
                outer.extension.append(
                    Extension(url: isCategory ? "ombCategory" : "detailed", value: .coding(coding(code))))
            }
            let text = coded.compactMap { $0.displayName ?? $0.code }.joined(separator: ", ")
            outer.extension.append(Extension(url: "text", value: .string(text)))
            resource.extension.append(outer)
        }
    }

    private mutating func contact(_ guardian: XMLElement) -> Patient.Contact {
        let entity = AssignedEntity(guardian)
        var contact = Patient.Contact(relationship: [fixed(CodeSystemURI.roleCode, "GUARD", "guardian")])
        if let code = concept(entity.code) { contact.relationship.append(code) }
        contact.name = guardian.descendant(.guardianPerson, .name).flatMap { humanName(EntityName($0)) }
        contact.telecom = contactPoints(entity.telecoms)
        contact.address = addresses(entity.addresses).first
        if contact.name == nil, let organization = guardian.child(.guardianOrganization).map(CDA.Organization.init) {
            contact.organization = self.organization(organization)
        }
        return contact
    }

    /// Next of kin, emergency contacts and the like among the document's participants.
    private mutating func contactsInHeader() -> [Patient.Contact] {
        document.participants.compactMap { participant in
            guard participant.typeCode == "IND", let entity = participant.entity,
                ["NOK", "ECON", "PRS", "CAREGIVER", "GUARD", "AGNT"].contains(entity.classCode ?? "")
            else { return nil }
            var contact = Patient.Contact(
                telecom: contactPoints(entity.telecoms), address: addresses(entity.addresses).first)
            if let classCode = entity.classCode {
                contact.relationship.append(fixed("http://terminology.hl7.org/CodeSystem/v3-RoleClass", classCode))
            }
            if let code = concept(entity.code) { contact.relationship.append(code) }
            contact.name = entity.names.first.flatMap { humanName($0) }
            contact.period = period(participant.time)
            if contact.name == nil { contact.organization = entity.organization.map { organization($0) } }
            let isEmpty =
                contact.name == nil && contact.telecom.isEmpty && contact.address == nil && contact.organization == nil
            return isEmpty ? nil : contact
        }
    }

    private mutating func primaryCareProviders() -> [Reference] {
        var found: [Reference] = []
        for event in document.serviceEvents {
            for performer in event.children(.performer).map(Participation.init) {
                let function = performer.functionCode?.code ?? ""
                guard ["PCP", "PP"].contains(function), let entity = performer.entity,
                    let reference = practitioner(entity), !found.contains(reference)
                else { continue }
                found.append(reference)
            }
        }
        return found
    }
}

/// Language codes as documents write them → BCP 47.
enum Language {
    static func tag(_ code: String) -> String {
        let parts = code.split(whereSeparator: { $0 == "-" || $0 == "_" })
        guard let first = parts.first else { return code }
        let language = threeLetters[first.lowercased()] ?? first.lowercased()
        return ([language] + parts.dropFirst().map { $0.utf8.count == 2 ? $0.uppercased() : String($0) }).joined(
            separator: "-")
    }

    /// ISO 639-2 codes that have a shorter one, as far as Europe writes them.
    private static let threeLetters = [
        "est": "et", "eng": "en", "rus": "ru", "fin": "fi", "swe": "sv", "lav": "lv", "lit": "lt", "ger": "de",
        "deu": "de",
        "fre": "fr", "fra": "fr", "spa": "es", "ita": "it", "por": "pt", "pol": "pl", "dan": "da", "nor": "no",
        "dut": "nl",
        "nld": "nl", "ukr": "uk", "gre": "el", "ell": "el", "cze": "cs", "ces": "cs", "hun": "hu", "hrv": "hr",
        "slv": "sl",
    ]
}
