import FHIR
import HL7v2
import JSONText
import Profiles
import RecordTypes

extension MessageMapping {
    /// PV1 and PV2 → Encounter. A PV1 with nothing but its set id is a visit only where the PV2 beside it tells of one.
    mutating func mapVisit() {
        guard let pv1 = groups.visit else { return }
        let tells = { (segment: Segment, first: Int) in
            (first...max(first, segment.fieldCount)).contains { segment[$0].hasValue }
        }
        guard tells(pv1, 2) || groups.visitDetails.map({ tells($0, 1) }) == true else { return }
        var resource = Encounter(status: status(pv1), class: encounterClass(pv1))
        resource.subject = patient
        resource.identifier =
            visitNumbers(pv1[19]) + pv1[50].repetitions.compactMap { identifier($0) }
            + formerVisitIdentifiers()
        resource.type = concepts(pv1[4], table: "0007")
        resource.serviceType = concept(pv1[10], table: "0069")
        for (field, code, display) in [
            (7, "ATND", "attender"), (8, "REF", "referrer"), (9, "CON", "consultant"), (17, "ADM", "admitter"),
            (52, "PART", "Participation"),
        ] {
            for person in practitioners(pv1[field]) {
                let coding = Coding(
                    system: "http://terminology.hl7.org/CodeSystem/v3-ParticipationType", code: code, display: display)
                resource.participant.append(
                    Encounter.Participant(
                        type: [CodeableConcept(coding: [coding], text: display)], individual: person))
            }
        }
        resource.period = period(from: pv1[44][1][1], to: pv1[45][1][1])
        if isDischargeCancelled { resource.period?.end = nil }
        if resource.period == Period() { resource.period = nil }
        resource.location = locations(pv1)
        resource.hospitalization = hospitalization(pv1)
        if let pv2 = groups.visitDetails { mapDetails(pv2, into: &resource) }
        resource.serviceProvider = sender
        resource.episodeOfCare = [episode(pv1, of: resource.status)].compactMap { $0 }
        encounter = add(resource, of: pv1.place)
        if let encounter, groups.orders.isEmpty, groups.document == nil {
            sections.append(
                section("Encounter", "46240-8", "History of Hospitalizations+Outpatient visits Narrative", [encounter]))
        }
    }

    /// PV1-53 and PV1-54 → EpisodeOfCare. Of its status nothing is told but the visit's: what a visit belongs to is active, unless the visit
    /// is only planned or was cancelled.
    private mutating func episode(_ pv1: Segment, of visit: Encounter.Status) -> Reference? {
        guard let identifier = identifier(pv1[54][1]), patient.reference != nil else { return nil }
        let uuid = uuid("EpisodeOfCare", of: pv1[54].place)
        var json = JSONWriter()
        json.beginObject()
        json.key("resourceType")
        json.string("EpisodeOfCare")
        json.key("id")
        json.string(uuid)
        if let description = pv1[53].text {
            json.key("text")
            Self.narrative(paragraphs: [description]).write(to: &json)
        }
        json.key("identifier")
        json.beginArray()
        identifier.write(to: &json)
        json.endArray()
        json.key("status")
        switch visit {
        case .planned: json.string("planned")
        case .cancelled: json.string("cancelled")
        default: json.string("active")
        }
        json.key("patient")
        Reference(reference: patient.reference).write(to: &json)
        json.endObject()
        // Written by this very function.
        guard let value = try? JSONValue(parsing: json.bytes) else { return nil }
        let fullURL = DocumentBundle.fullURL(uuid)
        resources.adopt(.other(type: "EpisodeOfCare", value), fullURL: fullURL)
        return Reference(reference: fullURL, display: pv1[53].text)
    }

    private var isDischargeCancelled: Bool { triggerEvent == "A13" }

    private func status(_ pv1: Segment) -> Encounter.Status {
        let event = message.header[9][1][2].text ?? ""
        if let mapped = profiles.map("encounter-status-v2", system: "", code: event).flatMap({
            Encounter.Status(rawValue: $0)
        }),
            mapped != .inProgress, !(mapped == .planned && groups.schedule != nil && pv1[44].hasValue)
        {
            return mapped
        }
        // A discharge that is cancelled has not taken place, though its time may still be told.
        if pv1[45].hasValue, !isDischargeCancelled { return .finished }
        switch pv1[2].text {
        case "P": return .planned
        case "U", nil: return .unknown
        default: return .inProgress
        }
    }

    private mutating func encounterClass(_ pv1: Segment) -> Coding {
        let code = pv1[2].text.flatMap { Self.codeForm($0) }
        if let code, let mapped = profiles.mappedCode("encounter-class-v2", system: "", code: code) {
            return Coding(system: mapped.system, code: mapped.code, display: mapped.display)
        }
        guard let code else {
            var coding = Coding()
            coding.extension = [
                Extension(url: "http://hl7.org/fhir/StructureDefinition/data-absent-reason", value: .code("unknown"))
            ]
            return coding
        }
        return Coding(system: "http://terminology.hl7.org/CodeSystem/v2-0004", code: code)
    }

    private mutating func locations(_ pv1: Segment) -> [Encounter.Location] {
        let isPlanned = pv1[2].text == "P"
        let fields: [(Int, Encounter.Location.Status)] = [
            (3, isPlanned ? .planned : .active), (6, .completed), (11, .active), (42, .reserved), (43, .completed),
        ]
        return fields.compactMap { field, status in
            location(pv1[field][1]).map { Encounter.Location(location: $0, status: status) }
        }
    }

    private mutating func hospitalization(_ pv1: Segment) -> Encounter.Hospitalization? {
        var stay = Encounter.Hospitalization()
        stay.preAdmissionIdentifier = identifier(pv1[5][1])
        stay.admitSource = concept(pv1[14], table: "0023")
        stay.reAdmission = concept(pv1[13], table: "0092")
        stay.specialArrangement = concepts(pv1[15], table: "0009")
        stay.specialCourtesy = concepts(pv1[16], table: "0045")
        stay.dischargeDisposition = concept(pv1[36], table: "0112")
        stay.dietPreference = concepts(pv1[38], table: "0114")
        stay.destination = dischargeLocation(pv1[37][1])
        return stay == Encounter.Hospitalization() ? nil : stay
    }

    /// DLD → Location: where the patient was discharged to (table 0113).
    private mutating func dischargeLocation(_ dld: Repetition) -> Reference? {
        guard let type = concept(dld[1], table: "0113") else { return nil }
        let key = ActorKey.dischargeLocation(dld.wholeText ?? "")
        if let known = actors[key] { return known }
        var resource = Location()
        resource.type = [type]
        return actor(resource, called: type.text ?? type.coding.first?.code, of: dld.place, key: key)
    }

    /// PV1-19: whatever else an identifier says that it is, it is a visit number there.
    private mutating func visitNumbers(_ field: Field) -> [Identifier] {
        identifiers(field).map { identifier in
            var identifier = identifier
            var type = identifier.type ?? CodeableConcept()
            if !type.coding.contains(where: { $0.code == "VN" }) {
                type.coding.insert(Coding(system: Self.identifierTypes, code: "VN", display: "Visit number"), at: 0)
            }
            type.text = "visit number"
            identifier.type = type
            return identifier
        }
    }

    private mutating func mapDetails(_ pv2: Segment, into encounter: inout Encounter) {
        if let pending = location(pv2[1][1]) {
            encounter.location.append(Encounter.Location(location: pending, status: .planned))
        }
        if let reason = concept(pv2[3]) { encounter.reasonCode.append(reason) }
        for person in practitioners(pv2[13]) {
            var referrer = fixed("http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "REF", "referrer")
            referrer.text = "referrer"
            encounter.participant.append(Encounter.Participant(type: [referrer], individual: person))
        }
        if let arrival = concept(pv2[38], table: "0430")?.coding.first {
            encounter.extension.append(
                Extension(
                    url: "http://hl7.org/fhir/StructureDefinition/encounter-modeOfArrival", value: .coding(arrival)))
        }
        if let text = pv2[12].text { encounter.reasonCode.append(CodeableConcept(text: text)) }
        for (field, name) in [(8, "plannedStartDate"), (9, "plannedEndDate")] {
            guard let expected = dateTime(pv2[field]) else { continue }
            encounter.extension.append(
                Extension(
                    url: "http://hl7.org/fhir/5.0/StructureDefinition/extension-Encounter.\(name)",
                    value: .dateTime(expected)))
        }
        encounter.priority = concept(pv2[25], table: "0217")
        if let days = pv2[11].text.flatMap({ Self.number($0) }) {
            encounter.length = Quantity(value: days.value, unit: "days", system: CodeSystemURI.ucum, code: "d")
        }
    }
}
