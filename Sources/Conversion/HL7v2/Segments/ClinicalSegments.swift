import FHIR
import HL7v2
import RecordTypes

extension MessageMapping {
    /// AL1 and IAM → AllergyIntolerance.
    mutating func mapAllergies() {
        guard patient.reference != nil else { return }
        var entries: [Reference] = []
        for segment in groups.allergies {
            let isUpdate = segment.is("IAM")
            var resource = AllergyIntolerance(patient: patient)
            resource.code = concept(segment[3])
            if let category = mapped("allergy-category-v2", segment[2]).flatMap({
                AllergyIntolerance.Category(rawValue: $0)
            }) {
                resource.category = [category]
                resource.type = .allergy
            }
            let certainty = isUpdate ? segment[17].text.flatMap { Self.allergyStatus[$0] } : nil
            let verification =
                isUpdate && segment[6].text == "D" ? "entered-in-error" : certainty?.verification ?? "unconfirmed"
            if verification != "entered-in-error" {
                resource.clinicalStatus = fixed(
                    "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical", certainty?.clinical ?? "active"
                )
            }
            resource.verificationStatus = fixed(
                "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification", verification)
            resource.onset = dateTime(segment[isUpdate ? 11 : 6]).map { .dateTime($0) }
            if isUpdate {
                resource.identifier = [entityIdentifier(segment[7][1])].compactMap { $0 }
                resource.recordedDate = dateTime(segment[13])
            }
            let manifestations = segment[5].repetitions.compactMap(\.wholeText)
            let severity = mapped("reaction-severity", segment[4]).flatMap {
                AllergyIntolerance.Reaction.Severity(rawValue: $0)
            }
            if !manifestations.isEmpty || severity != nil {
                let words = manifestations.isEmpty ? ["unknown"] : manifestations
                resource.reaction = [
                    AllergyIntolerance.Reaction(
                        manifestation: words.map { CodeableConcept(text: $0) }, severity: severity)
                ]
            }
            guard resource.code != nil || !resource.reaction.isEmpty else { continue }
            entries.append(add(resource, of: segment.place))
        }
        if !entries.isEmpty {
            sections.append(section("Allergies", "48765-2", "Allergies and adverse reactions Document", entries))
        }
    }

    /// IAM-17, table 0438: what is erroneous is no allergy, what is confirmed but inactive is none at present.
    private static let allergyStatus: [String: (verification: String, clinical: String)] = [
        "C": ("confirmed", "active"), "I": ("confirmed", "inactive"), "E": ("entered-in-error", "inactive"),
        "U": ("unconfirmed", "active"), "P": ("unconfirmed", "active"), "S": ("unconfirmed", "active"),
        "D": ("unconfirmed", "active"),
    ]

    /// DG1 → Condition.
    mutating func mapDiagnoses() {
        guard patient.reference != nil else { return }
        var entries: [Reference] = []
        for segment in groups.diagnoses {
            var resource = Condition(subject: patient)
            resource.code = concept(segment[3]) ?? segment[4].text.map { CodeableConcept(text: $0) }
            guard resource.code != nil else { continue }
            if resource.code?.text == nil { resource.code?.text = segment[4].text }
            resource.category = [
                fixed("http://terminology.hl7.org/CodeSystem/condition-category", "encounter-diagnosis")
            ]
            if let kind = concept(segment[6], table: "0052") { resource.category.append(kind) }
            let isDeleted = segment[21].text == "D"
            resource.verificationStatus = (isDeleted ? "entered-in-error" : Self.certainty(of: segment)).map {
                fixed("http://terminology.hl7.org/CodeSystem/condition-ver-status", $0)
            }
            if !isDeleted {
                resource.clinicalStatus = fixed("http://terminology.hl7.org/CodeSystem/condition-clinical", "active")
            }
            resource.encounter = encounter
            resource.onset = dateTime(segment[5]).map { .dateTime($0) }
            resource.recordedDate = dateTime(segment[19])
            resource.asserter = practitioners(segment[16]).first
            resource.identifier = [entityIdentifier(segment[20][1])].compactMap { $0 }
            entries.append(add(resource, of: segment.place))
        }
        if !entries.isEmpty { sections.append(section("Diagnoses", "29308-4", "Diagnosis", entries)) }
    }

    /// DG1-6, table 0052: only a final diagnosis is a confirmed one; an admitting or working diagnosis is provisional.
    private static func certainty(of dg1: Segment) -> String? {
        switch dg1[6].text {
        case "F": "confirmed"
        case "A", "W": "provisional"
        default: nil
        }
    }

    /// PR1 → Procedure.
    mutating func mapProcedures() {
        guard patient.reference != nil else { return }
        var entries: [Reference] = []
        for segment in groups.procedures {
            guard let code = concept(segment[3], table: "0088") ?? segment[4].text.map({ CodeableConcept(text: $0) })
            else { continue }
            var resource = Procedure(status: segment[20].text == "D" ? .enteredInError : .completed, subject: patient)
            resource.code = code
            resource.encounter = encounter
            let start = dateTime(segment[5])
            resource.performed = start.map { .dateTime($0) }
            if let start, let minutes = segment[7].text.flatMap({ Int($0) }), minutes > 0, minutes < 100_000,
                start.contains("T"), let begin = Instant(rfc3339: start)
            {
                resource.performed = .period(
                    Period(start: start, end: begin.text(after: minutes, like: start)))
            }
            // What is set for a day to come is not done.
            if let start, resource.status == .completed, let sent = messageTime?.date,
                start.prefix(10) > sent.prefix(10)
            {
                resource.status = .preparation
            }
            for field in [8, 11, 12] {
                resource.performer += practitioners(segment[field]).map { Procedure.Performer(actor: $0) }
            }
            resource.reasonCode = concepts(segment[15])
            resource.identifier = [entityIdentifier(segment[19][1])].compactMap { $0 }
            entries.append(add(resource, of: segment.place))
        }
        if !entries.isEmpty {
            sections.append(section("Procedures", "47519-4", "History of Procedures Document", entries))
        }
    }

    /// IN1 → Coverage.
    mutating func mapCoverages() {
        guard patient.reference != nil else { return }
        var entries: [Reference] = []
        for segment in groups.insurances {
            var payors = segment[4].repetitions.compactMap { organization($0, address: segment[5][1]) }
            if payors.isEmpty { payors = [namedPayor(segment)].compactMap { $0 } }
            guard !payors.isEmpty else { continue }
            var resource = Coverage(status: .active, beneficiary: patient, payor: payors)
            resource.extension = subscriberNumbers(segment)
            resource.policyHolder = policyHolder(segment)
            resource.subscriber = subscriber(segment)
            resource.type = concept(segment[15], table: "0086")
            resource.subscriberId = segment[49].text ?? segment[36].text
            resource.relationship = concept(segment[17], table: "0063")
            resource.period =
                date(segment[12]).map { Period(start: $0, end: date(segment[13])) }
                ?? date(segment[13]).map { Period(end: $0) }
            let coding = { (code: String) in
                CodeableConcept(coding: [
                    Coding(system: "http://terminology.hl7.org/CodeSystem/coverage-class", code: code)
                ])
            }
            if let group = segment[8].text {
                resource.class.append(Coverage.Class(type: coding("group"), value: group, name: segment[9].text))
            }
            if let plan = segment[2].text {
                resource.class.append(Coverage.Class(type: coding("plan"), value: plan, name: segment[2][1][2].text))
            }
            entries.append(add(resource, of: segment.place))
        }
        if !entries.isEmpty { sections.append(section("Insurance", "48768-6", "Payment sources Document", entries)) }
    }

    /// IN1-49, and IN1-10 where it says that it is a subscriber number: identifiers, for which R4 has a string only.
    private mutating func subscriberNumbers(_ in1: Segment) -> [Extension] {
        let numbers = in1[49].repetitions + in1[10].repetitions.filter { $0[5].text == "SN" }
        return numbers.compactMap { identifier($0) }.map {
            Extension(
                url: "http://hl7.org/fhir/5.0/StructureDefinition/extension-subscriberId", value: .identifier($0))
        }
    }

    /// IN1-10 and IN1-11: the employer through whom somebody is insured.
    private mutating func policyHolder(_ in1: Segment) -> Reference? {
        guard in1[10].hasValue || in1[11].hasValue else { return nil }
        var resource = Organization()
        resource.name = in1[11].text
        resource.identifier = identifiers(in1[10])
        guard resource != Organization() else { return nil }
        return actor(
            resource, called: resource.name, of: in1[11].place,
            key: .policyHolder(number: in1[10].wholeText, name: in1[11].wholeText))
    }

    /// IN1-16: the patient, where IN1-17 says so, or another person.
    private mutating func subscriber(_ in1: Segment) -> Reference? {
        guard in1[16].hasValue else { return nil }
        if ["SEL", "18"].contains(in1[17].text ?? "") { return patient }
        var resource = RelatedPerson(patient: patient)
        resource.name = humanNames(in1[16])
        resource.birthDate = date(in1[18])
        resource.address = addresses(in1[19])
        resource.gender = in1[43].hasValue ? gender(in1[43]) : nil
        resource.relationship = [mappedConcept("relationship-v2", in1[17][1], table: "0063")].compactMap { $0 }
        guard !resource.name.isEmpty else { return nil }
        return add(resource, of: in1[16].place)
    }

    private func namedPayor(_ segment: Segment) -> Reference? { segment[3].text.map { Reference(display: $0) } }

    func fixed(_ system: String, _ code: String, _ display: String? = nil) -> CodeableConcept {
        CodeableConcept(coding: [Coding(system: system, code: Self.codeForm(code) ?? "unknown", display: display)])
    }
}
