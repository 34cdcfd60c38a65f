import FHIR
import HL7v2
import Profiles
import RecordTypes

extension MessageMapping {
    /// OBX → Observation; nil when it does not say what was observed, which is reported. Who and which devices took part is kept even so.
    mutating func mapObservation(
        _ group: MessageGroups.ObservationGroup, in order: MessageGroups.Order?, specimen: Reference?
    ) -> Reference? {
        let obx = group.obx
        guard !isTold(obx) else { return nil }
        guard let code = concept(obx[3]) else {
            report(
                .warning, "hl7-observation-without-code", .required,
                "An observation does not say what was observed; it was left out.",
                at: obx[3].place, rule: "HL7 v2 7.4.2.3", remedy: "Send OBX-3.")
            _ = participants(group.participations)
            for participation in group.participations { _ = device(of: participation) }
            return nil
        }
        var resource = Observation(status: observationStatus(obx), code: code)
        resource.subject = patient.reference == nil ? nil : patient
        resource.encounter = encounter
        let unit = unit(obx[6])
        if unit.isJoined {
            report(
                .warning, "hl7-unescaped-power", .value,
                "A unit holds the component separator as the sign for a power; it was read as one unit.",
                at: obx[6].place, rule: "HL7 v2 2.7.1",
                remedy: "Send it as \\S\\, or write 10*3/uL and m2 as UCUM does.")
        }
        if Self.codedTypes.contains(obx[2].text ?? "") {
            mapAnswers(concepts(obx[5]), into: &resource)
        } else {
            resource.value = value(obx, unit)
        }
        if resource.value == nil, resource.component.isEmpty { resource.dataAbsentReason = absence(obx) }
        resource.interpretation = obx[8].repetitions.compactMap { interpretation($0) }
        if let range = referenceRange(obx[7], unit: unit) { resource.referenceRange = [range] }
        resource.effective = (dateTime(obx[14]) ?? order?.obr.flatMap { dateTime($0[7]) }).map { .dateTime($0) }
        resource.issued = order?.obr.flatMap { instant($0[22]) }
        resource.performer = performers(of: obx)
        if !group.participations.isEmpty { resource.performer += participants(group.participations) }
        if resource.performer.isEmpty, let sender { resource.performer = [sender] }
        resource.method = concept(obx[17])
        let otherMethods = obx[17].repetitions.dropFirst().compactMap { words($0) }
        resource.bodySite = concept(obx[20])
        resource.specimen = specimen
        resource.identifier = obx[21].repetitions.compactMap { repetition in
            var identifier = entityIdentifier(repetition, type: "FILL")
            if identifier != nil { identifier?.assigner = organization(namedBy: .init(assigning: repetition)) }
            return identifier
        }
        resource.device = device(obx[18][1]) ?? group.participations.compactMap { device(of: $0) }.first
        resource.note = group.notes.compactMap { note($0) } + otherMethods.map { Annotation(text: "Method: \($0)") }
        resource.hasMember = members(of: obx)
        if let partOf { resource.partOf = [partOf] }
        if let parent = order?.obr.flatMap({ parentage.told[$0.position] }) {
            resource.note.append(Annotation(text: "Parent result: \(parent)"))
        }
        if let unit = unit.text {
            switch resource.value {
            // R4 has no unit beside a text, and of a ratio it could be that of either part.
            case .string? where obx[2].text != "SN" || obx[5].repetitions.count > 1, .ratio?:
                resource.note.append(Annotation(text: "Unit: \(unit)"))
            default: break
            }
        }
        takeShapeOfVitalSign(&resource, obx)
        if let subID = obx[4].wholeText {
            resource.extension.append(
                Extension(
                    url: "https://ankur.example/fhir/StructureDefinition/observation-sub-id", value: .string(subID)))
        }
        return add(resource, of: obx.place)
    }

    /// Who answers for a result: the responsible observer (16), the producer (15) or performing organisation (23, 24) and its
    /// medical director (25).
    private mutating func performers(of obx: Segment) -> [Reference] {
        var performers = obx[16].repetitions.compactMap { role($0, code: Self.responsibleObserver) }
        let organization = organization(obx[23][1], address: obx[24][1]) ?? producer(obx[15][1])
        if let organization { performers.append(organization) }
        if let director = role(obx[25][1], code: Self.medicalDirector, organization: organization) {
            performers.append(director)
        }
        return performers
    }

    private static let responsibleObserver = CodeableConcept(coding: [
        Coding(
            system: "http://terminology.hl7.org/CodeSystem/practitioner-role", code: "responsibleObserver",
            display: "Responsible Observer")
    ])
    private static let medicalDirector = CodeableConcept(coding: [
        Coding(system: "http://terminology.hl7.org/CodeSystem/v2-0912", code: "MDIR", display: "Medical Director")
    ])

    /// OBX-15, a coded element that names an organisation.
    private mutating func producer(_ repetition: Repetition) -> Reference? {
        guard let name = repetition[2].text ?? repetition[1].text else { return nil }
        let key = ActorKey.producer(repetition.wholeText ?? "")
        if let known = actors[key] { return known }
        var resource = Organization()
        resource.name = name
        if let value = repetition[1].text {
            var identifier = Identifier(value: value)
            identifier.system = concept(repetition)?.coding.first?.system
            resource.identifier = [identifier]
        }
        return actor(resource, called: name, of: repetition.place, key: key)
    }

    /// OBX-18, EI of the equipment.
    private mutating func device(_ repetition: Repetition) -> Reference? {
        guard let value = repetition[1].text else { return nil }
        let key = ActorKey.equipment(repetition.wholeText ?? "")
        if let known = actors[key] { return known }
        var resource = Device()
        var identifier = Identifier(value: value)
        identifier.system = universalSystem(repetition[3].text, kind: repetition[4].text)
        identifier.assigner = repetition[2].text.map { Reference(display: $0) }
        resource.identifier = [identifier]
        return actor(resource, called: value, of: repetition.place, key: key)
    }

    /// OBX before any order, as in ADT → Observations of the visit. In MDM they are the document's own text.
    mutating func mapVisitObservations() {
        guard groups.document == nil else { return }
        let entries = groups.observations.compactMap { mapObservation($0, in: nil, specimen: nil) }
        if !entries.isEmpty {
            sections.append(
                section("Observations", "30954-2", "Relevant diagnostic tests/laboratory data note", entries))
        }
    }

    private func observationStatus(_ obx: Segment) -> Observation.Status {
        guard let code = obx[11].text else { return .unknown }
        return profiles.map("observation-status-v2", system: "", code: code).flatMap {
            Observation.Status(rawValue: $0)
        } ?? .unknown
    }

    func absence(_ obx: Segment) -> CodeableConcept? {
        let system = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
        switch obx[11].text {
        case "N": return fixed(system, "not-asked", "Not Asked")
        case "X": return fixed(system, "error", "Error")
        default: return obx[5].isNull ? fixed(system, "unknown", "Unknown") : nil
        }
    }

    mutating func interpretation(_ repetition: Repetition) -> CodeableConcept? {
        guard var concept = concept(repetition, table: "0078") else { return nil }
        if let code = repetition[1].text, let mapped = profiles.mappedCode("interpretation", system: "", code: code) {
            concept.coding =
                [Coding(system: mapped.system, code: mapped.code, display: mapped.display)]
                + concept.coding.filter { $0.display != nil }
        }
        return concept
    }

    // MARK: OBX-5 by OBX-2

    /// What is not coded.
    mutating func value(_ obx: Segment, _ unit: MeasuredUnit) -> Observation.Value? {
        let field = obx[5]
        guard field.hasValue else { return nil }
        let type = obx[2].text ?? ""
        // Of several values of a type that R4 has one of, all stand in words.
        if ["SN", "CQ", "DT", "DTM", "TS", "TM", "DR", "NR"].contains(type), field.repetitions.count > 1 {
            return text(field)
        }
        switch type {
        case "NM": return numeric(field, unit: unit)
        case "SN": return structuredNumeric(field[1], unit: unit)
        case "CQ":
            guard let number = field.text.flatMap({ Self.number($0) }) else { return text(field) }
            let own = self.unit(field[1][2], else: unit)
            return .quantity(quantity(number.value, comparator: number.comparator, unit: own))
        case "DT", "DTM", "TS": return dateTime(field).map { .dateTime($0) } ?? text(field)
        case "TM": return timeOfDay(field) ?? text(field)
        case "DR": return period(from: field[1][1], to: field[1][2]).map { .period($0) }
        case "NR":
            guard let low = field[1][1].text.flatMap({ Self.number($0) }),
                let high = field[1][2].text.flatMap({ Self.number($0) }), low.comparator == nil, high.comparator == nil
            else {
                return text(field)
            }
            return .range(FHIRRange(low: quantity(low.value, unit: unit), high: quantity(high.value, unit: unit)))
        default: return text(field)
        }
    }

    private static let codedTypes: Set<String> = ["CE", "CWE", "CNE", "CF", "IS"]

    /// Repetitions of a coded value are several answers, never several codes for one: each is a component under the same code.
    private func mapAnswers(_ answers: [CodeableConcept], into resource: inout Observation) {
        if answers.count == 1 {
            resource.value = .codeableConcept(answers[0])
        } else {
            resource.component = answers.map { Observation.Component(code: resource.code, value: .codeableConcept($0)) }
        }
    }

    private mutating func numeric(_ field: Field, unit: MeasuredUnit) -> Observation.Value? {
        let texts = field.repetitions.compactMap(\.wholeText)
        // `~5`: about five, of a sender that does not escape; never five.
        if texts.count == 1, field[1].isEmpty, let whole = field.wholeText { return .string(whole) }
        guard texts.count == 1, let text = texts.first else { return .string(texts.joined(separator: "\n")) }
        if Self.isImpossibleNumber(text) {
            report(
                .error, "hl7-invalid-number", .value, "A numeric value is no number that anything can have.",
                at: field.place,
                rule: "HL7 v2 2A.47 NM", remedy: "Send a decimal number, or the text as ST.")
            return nil
        }
        if let number = Self.number(text) {
            return .quantity(quantity(number.value, comparator: number.comparator, unit: unit))
        }
        report(
            .warning, "hl7-invalid-number", .value, "A value of type NM is no number; it was kept as text.",
            at: field.place,
            rule: "HL7 v2 2A.47 NM", remedy: "Send SN for numbers with a comparator, ST for text.")
        return .string(text)
    }

    /// Text in all its repetitions, one a line.
    private func text(_ field: Field) -> Observation.Value? {
        let lines = field.repetitions.compactMap(\.wholeText)
        return lines.isEmpty ? nil : .string(lines.joined(separator: "\n"))
    }

    /// TM: `HH[MM[SS]]`.
    private func timeOfDay(_ field: Field) -> Observation.Value? {
        field.text.flatMap { MessageTime("20000101" + $0)?.timeOfDay }.map { .time($0) }
    }
}
