import FHIR
import HL7v2
import RecordTypes

extension MessageMapping {
    /// ORC, RXA, RXR and OBX → Immunization. A vaccine that was refused or not given is written as not done.
    mutating func mapVaccination(_ order: MessageGroups.Order) -> [Reference] {
        guard patient.reference != nil else { return [] }
        guard let rxa = order.medication, rxa.is("RXA") else {
            return order.observations.compactMap { mapObservation($0, in: order, specimen: nil) }
        }
        let code = concept(rxa[5], table: "0292") ?? CodeableConcept(text: "unknown")
        let occurrence: Immunization.Occurrence = dateTime(rxa[3]).map { .dateTime($0) } ?? .string("unknown")
        var resource = Immunization(
            status: vaccinationStatus(rxa), vaccineCode: code, patient: patient, occurrence: occurrence)
        resource.identifier = [order.orc.flatMap { entityIdentifier($0[3][1], type: "FILL") }].compactMap { $0 }
        resource.encounter = encounter
        resource.statusReason = concept(rxa[18])
        // 999 means that the amount is not known.
        if let text = rxa[6].text, text != "999", !Self.isNothing(text), let amount = Self.number(text) {
            resource.doseQuantity = quantity(amount.value, unit: rxa[7])
        }
        if rxa[20].text == nil, rxa[6].text.map(Self.isNothing) == true {
            report(
                .warning, "hl7-nothing-given", .value,
                "An amount of 0 without a completion status was read as a vaccine that was not given.",
                at: rxa[6].place, rule: "HL7 v2: RXA-6, RXA-20",
                remedy: "Send RXA-20; send 999 as the amount where nobody knows it.")
        }
        var remarks = mapSource(rxa[9], into: &resource)
        // R4 has no vaccination of unknown status: a word of the sender's own stands beside.
        if let status = rxa[20].text, mapped("immunization-status-v2", rxa[20]) == nil {
            remarks.append(Annotation(text: "Completion status as sent: \(status)"))
        }
        for person in practitioners(rxa[10]) {
            let function = fixed("http://terminology.hl7.org/CodeSystem/v2-0443", "AP", "Administering Provider")
            resource.performer.append(Immunization.Performer(function: function, actor: person))
        }
        for person in order.orc.map({ practitioners($0[12]) }) ?? [] {
            let function = fixed("http://terminology.hl7.org/CodeSystem/v2-0443", "OP", "Ordering Provider")
            resource.performer.append(Immunization.Performer(function: function, actor: person))
        }
        resource.location = location(rxa[11][1]) ?? location(rxa[27][1])
        resource.lotNumber = rxa[15].text
        resource.expirationDate = date(rxa[16])
        resource.manufacturer = manufacturer(rxa[17][1])
        resource.reasonCode = concepts(rxa[19])
        if let rxr = order.route {
            resource.route = mappedConcept("route", rxr[1][1], table: "0162")
            resource.site = concept(rxr[2], table: "0163")
        }
        // Table 0322 PA: partially administered.
        if rxa[20].text == "PA", resource.status == .completed { resource.isSubpotent = true }
        resource.note = order.notes.compactMap { note($0) } + remarks
        mapFacts(order, into: &resource)
        partOf = reference(Immunization.resourceType, of: rxa.place)
        defer { partOf = nil }
        let reference = add(resource, of: rxa.place)
        recordHandling(of: order, target: reference)
        return [reference]
            + order.observations.compactMap { mapObservation($0, in: order, specimen: nil) }
    }

    /// RXA-17 and RXD-20: who made it, by name and by the code of MVX or another list.
    func manufacturer(_ maker: Repetition) -> Reference? {
        guard let name = maker.text(2) ?? maker.text(1) else { return nil }
        var reference = Reference(display: name)
        if let code = maker.text(1), code != name {
            reference.identifier = Identifier(
                system: codeSystem(oid: maker.text(14), name: maker.text(3), table: "0227"), value: code)
        }
        return reference
    }

    /// RXA-9: NIP001 says where the record comes from; every other remark is a note, and says nothing of that.
    private mutating func mapSource(_ field: Field, into resource: inout Immunization) -> [Annotation] {
        var remarks: [Annotation] = []
        for remark in field.repetitions {
            let code = remark.text(1) ?? ""
            switch code {
            case "00": resource.primarySource = true
            case "01", "02", "03", "04", "05", "06", "07", "08":
                resource.primarySource = false
                resource.reportOrigin = concept(remark)
            default:
                let words = [remark.text(1), remark.text(2) ?? remark.text(9)].compactMap { $0 }
                if !words.isEmpty { remarks.append(Annotation(text: words.joined(separator: ", "))) }
            }
        }
        return remarks
    }

    /// What OBX tell of a vaccination that R4 has elements for, beside the Observations of it: who pays, which dose it was.
    private mutating func mapFacts(_ order: MessageGroups.Order, into resource: inout Immunization) {
        let valid = order.observations.map(\.obx).filter { !["D", "W", "X"].contains($0[11].text ?? "") }
        func told(_ code: String) -> [Segment] { valid.filter { $0[3].text == code } }
        resource.programEligibility = told("64994-7").compactMap { concept($0[5]) }
        resource.fundingSource = told("30963-3").compactMap { concept($0[5]) }.first
        resource.education = education(valid)
        // A combined vaccine has one for each of its parts.
        let doses = told("30973-2")
        guard resource.status == .completed, doses.count == 1, let dose = doses[0][5].text.flatMap({ Int($0) }),
            dose > 0
        else { return }
        resource.protocolApplied = [Immunization.ProtocolApplied(doseNumber: .positiveInt(dose))]
    }

    /// Vaccine information statements: what belongs together has one OBX-4. R4 imm-1 wants their names.
    private mutating func education(_ observations: [Segment]) -> [Immunization.Education] {
        var order: [String] = []
        var groups: [String: [Segment]] = [:]
        for obx in observations where ["29768-9", "29769-7", "30956-7", "69764-9"].contains(obx[3].text ?? "") {
            let group = obx[4].wholeText ?? ""
            if groups[group] == nil { order.append(group) }
            groups[group, default: []].append(obx)
        }
        return order.compactMap { group in
            func told(_ codes: String...) -> Segment? { groups[group]?.first { codes.contains($0[3].text ?? "") } }
            guard let name = told("69764-9", "30956-7").flatMap({ $0[5][1][2].text ?? $0[5].text }) else { return nil }
            let published = told("29768-9").flatMap { dateTime($0[5]) }
            let presented = told("29769-7").flatMap { dateTime($0[5]) }
            guard published != nil || presented != nil else { return nil }
            return Immunization.Education(
                documentType: name, publicationDate: published, presentationDate: presented)
        }
    }

    /// Whether an amount is 0, however it is written.
    private static func isNothing(_ amount: String) -> Bool {
        amount.utf8.contains(0x30) && amount.utf8.allSatisfy { $0 == 0x30 || $0 == 0x2E }
    }

    private func vaccinationStatus(_ rxa: Segment) -> Immunization.Status {
        if rxa[21].text == "D" { return .enteredInError }
        // 998 of CVX: no vaccine was given.
        if rxa[5].text == "998" || rxa[18].hasValue { return .notDone }
        // Nothing of it: no word that it was given, and no amount.
        if rxa[20].text == nil, rxa[6].text.map(Self.isNothing) == true { return .notDone }
        return mapped("immunization-status-v2", rxa[20]).flatMap { Immunization.Status(rawValue: $0) } ?? .completed
    }
}
