import FHIR
import HL7v2
import Profiles
import RecordTypes

extension MessageMapping {
    /// PID, PD1 and the notes behind them → Patient.
    mutating func mapPatient() {
        guard let pid = groups.patients.first else {
            patient = Reference(display: "unknown")
            return
        }
        var resource = Patient()
        resource.identifier = uniqueIdentifiers(patientIdentifiers)
        if let account = identifier(pid[18][1]) {
            var account = account
            account.type = account.type ?? fixed("http://terminology.hl7.org/CodeSystem/v2-0203", "AN")
            resource.identifier.append(account)
        }
        for (field, type) in [(19, "SS"), (20, "DL")] {
            guard let value = pid[field].text else { continue }
            let code = Coding(system: "http://terminology.hl7.org/CodeSystem/v2-0203", code: type)
            var identifier = Identifier(type: CodeableConcept(coding: [code]), value: value)
            if type == "SS" { identifier.system = "http://hl7.org/fhir/sid/us-ssn" }
            if type == "DL" {
                identifier.assigner = pid[field][1].text(2).map { Reference(display: $0) }
                identifier.period = dateTime(pid[field][1][3]).map { Period(end: $0) }
            }
            resource.identifier.append(identifier)
        }
        resource.name = humanNames(pid[5]) + humanNames(pid[9])
        mapBirth(pid, into: &resource)
        resource.gender = gender(pid[8])
        resource.address = addresses(pid[11])
        resource.telecom =
            contactPoints(pid[13], use: .home) + contactPoints(pid[14], use: .work) + contactPoints(pid[40])
        if let language = concept(pid[15], table: "0296") {
            resource.communication = [Patient.Communication(language: language)]
        }
        resource.maritalStatus = mappedConcept("marital-status-v2", pid[16][1], table: "0002")
        mapDeath(pid, into: &resource)
        mapExtensions(pid, into: &resource)
        if let details = groups.patientDetails {
            resource.generalPractitioner =
                practitioners(details[4]) + details[3].repetitions.compactMap { organization($0) }
            let core = "http://hl7.org/fhir/StructureDefinition/"
            for disability in concepts(details[6], table: "0295") {
                resource.extension.append(
                    Extension(url: core + "patient-disability", value: .codeableConcept(disability)))
            }
            for place in details[14].repetitions.compactMap({ $0[1].text }) {
                resource.extension.append(Extension(url: core + "patient-congregation", value: .string(place)))
            }
        }
        resource.contact = contacts()
        if let mother = mother(pid) { resource.link = [Patient.Link(other: mother, type: .seealso)] }
        resource.managingOrganization = sender
        // A29 takes a person's demographics back; A23 and others concern visits.
        if triggerEvent == "A29" { resource.active = false }
        applyMerge(to: &resource)
        patient = add(resource, of: pid.place)
    }

    /// PID-21, the mother's numbers → RelatedPerson.
    private mutating func mother(_ pid: Segment) -> Reference? {
        let numbers = identifiers(pid[21])
        guard !numbers.isEmpty else { return nil }
        var resource = RelatedPerson(patient: reference(Patient.resourceType, of: pid.place))
        resource.identifier = numbers
        resource.relationship = [fixed("http://terminology.hl7.org/CodeSystem/v3-RoleCode", "MTH", "mother")]
        return add(resource, of: pid[21].place)
    }

    func gender(_ field: Field) -> AdministrativeGender? {
        guard let code = field.text else { return nil }
        let system = "http://terminology.hl7.org/CodeSystem/v2-0001"
        return profiles.map("gender", system: system, code: code.uppercased()).flatMap {
            AdministrativeGender(rawValue: $0)
        } ?? .unknown
    }

    private mutating func mapBirth(_ pid: Segment, into resource: inout Patient) {
        guard let time = time(pid[7][1][1]) else { return }
        resource.birthDate = time.date
        guard time.hour != nil, let text = dateTime(pid[7]), text.contains("T") else { return }
        resource.birthDateParts.append(
            Extension(url: "http://hl7.org/fhir/StructureDefinition/patient-birthTime", value: .dateTime(text)))
    }

    private mutating func mapDeath(_ pid: Segment, into resource: inout Patient) {
        if let time = dateTime(pid[29]) {
            resource.deceased = .dateTime(time)
        } else if let isDead = indicator(pid[30]) {
            resource.deceased = .boolean(isDead)
        }
        // The first of one is no multiple birth, though some count it.
        let isMultiple = indicator(pid[24])
        if let order = pid[25].text.flatMap({ Int($0) }), order > (isMultiple == false ? 1 : 0) {
            resource.multipleBirth = .integer(order)
        } else if let isMultiple {
            resource.multipleBirth = .boolean(isMultiple)
        }
    }

    /// Table 0136. Any other word is neither yes nor no.
    private mutating func indicator(_ field: Field) -> Bool? {
        guard let word = field.text else { return nil }
        switch word.uppercased() {
        case "Y", "YES", "TRUE", "1": return true
        case "N", "NO", "FALSE", "0": return false
        default:
            report(
                .warning, "hl7-indicator", .codeInvalid, "An indicator says neither yes nor no; it was left out.",
                at: field.place, rule: "HL7 table 0136", remedy: "Send Y or N.")
            return nil
        }
    }

    private mutating func mapExtensions(_ pid: Segment, into resource: inout Patient) {
        let core = "http://hl7.org/fhir/StructureDefinition/"
        func add(_ name: String, _ value: Extension.Value) {
            resource.extension.append(Extension(url: core + name, value: value))
        }
        if let maiden = pid[6].text { add("patient-mothersMaidenName", .string(maiden)) }
        if let religion = concept(pid[17], table: "0006") { add("patient-religion", .codeableConcept(religion)) }
        if let place = pid[23].text { add("patient-birthPlace", .address(Address(text: place))) }
        for citizenship in concepts(pid[26], table: "0171") {
            var outer = Extension(url: core + "patient-citizenship")
            outer.extension = [Extension(url: "code", value: .codeableConcept(citizenship))]
            resource.extension.append(outer)
        }
        if let species = concept(pid[35], table: "0446") {
            var outer = Extension(url: core + "patient-animal")
            outer.extension = [Extension(url: "species", value: .codeableConcept(species))]
            resource.extension.append(outer)
        }
        for (field, name, table) in [(10, "us-core-race", "0005"), (22, "us-core-ethnicity", "0189")] {
            let codes = concepts(pid[field], table: table)
            guard !codes.isEmpty else { continue }
            var outer = Extension(url: "http://hl7.org/fhir/us/core/StructureDefinition/\(name)")
            outer.extension = codes.flatMap(\.coding).filter { $0.code != nil }.map {
                Extension(url: "detailed", value: .coding($0))
            }
            let words = codes.compactMap { $0.text ?? $0.coding.first?.display ?? $0.coding.first?.code }
            outer.extension.append(Extension(url: "text", value: .string(words.joined(separator: ", "))))
            resource.extension.append(outer)
        }
    }

    /// NK1 → RelatedPerson, whatever it tells of them: since when they are one is enough.
    mutating func mapNextOfKin() {
        guard patient.reference != nil else { return }
        for segment in groups.nextOfKin {
            var resource = RelatedPerson(patient: patient)
            resource.identifier = identifiers(segment[12]) + identifiers(segment[33])
            if let number = segment[37].text {
                let type = fixed(Self.identifierTypes, "SS")
                resource.identifier.append(
                    Identifier(type: type, system: "http://hl7.org/fhir/sid/us-ssn", value: number))
            }
            resource.name = humanNames(segment[2]) + humanNames(segment[30])
            for field in [3, 7] {
                if let relationship = mappedConcept(
                    "relationship-v2", segment[field][1], table: field == 3 ? "0063" : "0131")
                {
                    resource.relationship.append(relationship)
                }
            }
            resource.address = addresses(segment[4]) + addresses(segment[32])
            resource.telecom =
                contactPoints(segment[5], use: .home) + contactPoints(segment[6], use: .work)
                + contactPoints(segment[40]) + contactPoints(segment[31]) + contactPoints(segment[41])
            resource.gender = segment[15].hasValue ? gender(segment[15]) : nil
            resource.birthDate = date(segment[16])
            resource.period = period(from: segment[8][1][1], to: segment[9][1][1])
            if let language = concept(segment[20], table: "0296") {
                resource.communication = [RelatedPerson.Communication(language: language)]
            }
            if resource != RelatedPerson(patient: patient) { _ = add(resource, of: segment.place) }
        }
    }

    /// NK1 → Patient.contact: whom to call. A next of kin who is an organisation (NK1-13) has no other place.
    private mutating func contacts() -> [Patient.Contact] {
        groups.nextOfKin.compactMap { nk1 in
            var contact = Patient.Contact()
            contact.relationship = [
                mappedConcept("relationship-v2", nk1[3][1], table: "0063"), concept(nk1[7], table: "0131"),
            ].compactMap { $0 }
            contact.name = humanName(nk1[2][1]) ?? humanName(nk1[30][1])
            contact.telecom = contactPoints(nk1[5], use: .home) + contactPoints(nk1[6], use: .work)
            contact.address = address(nk1[4][1])
            contact.gender = nk1[15].hasValue ? gender(nk1[15]) : nil
            contact.period = period(from: nk1[8][1][1], to: nk1[9][1][1])
            contact.telecom += contactPoints(nk1[40])
            contact.organization = organization(ofNextOfKin: nk1)
            let isReachable =
                contact.name != nil || !contact.telecom.isEmpty || contact.address != nil
                || contact.organization != nil
            // pat-1
            return isReachable ? contact : nil
        }
    }
}
