import FHIR
import HL7v2
import Profiles
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
            let absence = absence(of: segment)
            if let absence {
                let told = (resource.code?.coding ?? []).filter { $0.code != absence.code }
                resource.code?.coding = [absence] + told
            }
            if let category = mapped("allergy-category-v2", segment[2]).flatMap({
                AllergyIntolerance.Category(rawValue: $0)
            }) {
                resource.category = [category]
                if absence == nil { resource.type = .allergy }
            }
            let certainty = isUpdate ? segment[17].text.flatMap { Self.allergyStatus[$0] } : nil
            let verification =
                isUpdate && segment[6].text == "D"
                ? "entered-in-error" : certainty?.verification ?? (absence == nil ? "unconfirmed" : "confirmed")
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

    /// What AL1-3 or IAM-3 says is not there, as a code of SNOMED CT: "NKDA" is no allergy. Nil for every substance, and where a reaction
    /// (AL1-5) is told all the same.
    ///
    /// "None known" holds for the kind of allergy that the segment is about (AL1-2).
    private func absence(of segment: Segment) -> Coding? {
        let (agent, kind) = (segment[3][1], segment[2].text ?? "")
        guard agent.hasValue, !segment[5].hasValue else { return nil }
        func meaning(_ text: String?) -> Coding? {
            guard let text else { return nil }
            let word = String(text.lowercased().filter { $0 != "." && $0 != "*" }.drop { $0 == " " })
            guard let said = profiles.mappedCode("no-known-allergy-v2", system: "", code: word) else { return nil }
            let meant =
                said.system == nil ? profiles.mappedCode("no-known-allergy-kind-v2", system: "", code: kind) : said
            guard let meant else {
                // Of a kind that has no such code (pollen, animals) the words alone are told: no allergy of any kind would be too much.
                guard ["", "MA"].contains(kind) else { return Coding(display: text) }
                return Coding(system: CodeSystemURI.snomed, code: "716186003", display: "No known allergy")
            }
            return Coding(system: meant.system, code: meant.code, display: meant.display)
        }
        let words = agent.text(9) ?? agent.text(2) ?? agent.text(5)
        if let absence = meaning(words) { return absence }
        guard let absence = [1, 4].lazy.compactMap({ meaning(agent.text($0)) }).first else { return nil }
        // A code of the sender's own counts only where its words do not name a substance.
        guard let words, absence.code != agent.text(1), absence.code != agent.text(4) else { return absence }
        let first = words.lowercased().split(separator: " ").first.map { String($0) }
        return ["no", "none", "not", "nil", "denies", "nka", "nkda"].contains(first ?? "") ? absence : nil
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
            resource.code = concept(segment[3], method: segment[2]) ?? segment[4].text.map { CodeableConcept(text: $0) }
            guard resource.code != nil else { continue }
            if resource.code?.text == nil { resource.code?.text = segment[4].text }
            resource.note = [description(segment[4], beside: resource.code)].compactMap { $0 }
            resource.category = [Self.encounterDiagnosis]
            if let kind = concept(segment[6], table: "0052") { resource.category.append(kind) }
            let isDeleted = segment[21].text == "D"
            resource.verificationStatus = (isDeleted ? "entered-in-error" : Self.certainty(of: segment)).map {
                fixed("http://terminology.hl7.org/CodeSystem/condition-ver-status", $0)
            }
            if !isDeleted { resource.clinicalStatus = Self.active }
            resource.encounter = encounter
            resource.onset = dateTime(segment[5]).map { .dateTime($0) }
            resource.recordedDate = dateTime(segment[19])
            resource.asserter = practitioners(segment[16]).first
            resource.identifier = [entityIdentifier(segment[20][1])].compactMap { $0 }
            entries.append(add(resource, of: segment.place))
        }
        if !entries.isEmpty { sections.append(section("Diagnoses", "29308-4", "Diagnosis", entries)) }
    }

    /// DG1-3 and PR1-3: until 2.2 the list that the code is of stood before it (DG1-2, PR1-2).
    private mutating func concept(_ field: Field, method: Field, table: String? = nil) -> CodeableConcept? {
        guard let method = method.text, field.hasValue, field[1][3].text == nil, field[1].text(14) == nil else {
            return concept(field, table: table)
        }
        var concept = concept(field)
        // The list is that of the code itself, not of an alternate.
        if let first = concept?.coding.first, first.system == nil, let code = field[1].text(1).flatMap(Self.codeForm),
            first.code == code
        {
            concept?.coding[0].system = codeSystem(oid: nil, name: method, table: table)
        }
        return concept
    }

    /// DG1-4 and PR1-4, where they say it in other words than the code does.
    private func description(_ field: Field, beside code: CodeableConcept?) -> Annotation? {
        guard let words = field.text, words != code?.text,
            code?.coding.contains(where: { $0.display == words }) != true
        else { return nil }
        return Annotation(text: words)
    }

    static let encounterDiagnosis = CodeableConcept(coding: [
        Coding(system: "http://terminology.hl7.org/CodeSystem/condition-category", code: "encounter-diagnosis")
    ])
    static let active = CodeableConcept(coding: [
        Coding(system: "http://terminology.hl7.org/CodeSystem/condition-clinical", code: "active")
    ])

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
            guard
                let code = concept(segment[3], method: segment[2], table: "0088")
                    ?? segment[4].text.map({ CodeableConcept(text: $0) })
            else { continue }
            var resource = Procedure(status: segment[20].text == "D" ? .enteredInError : .completed, subject: patient)
            resource.code = code
            resource.note = [description(segment[4], beside: code)].compactMap { $0 }
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
            if payors.isEmpty {
                payors = [namedPayor(segment)].compactMap { $0 }
            } else if payors.count == 1 {
                payors[0].identifier = identifier(segment[3][1])
            }
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
