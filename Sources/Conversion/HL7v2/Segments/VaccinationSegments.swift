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
        if let text = rxa[6].text, text != "999", let amount = Self.number(text) {
            resource.doseQuantity = quantity(amount.value, unit: rxa[7])
        }
        if let source = rxa[9].text {
            resource.primarySource = source == "00"
            if source != "00" { resource.reportOrigin = concept(rxa[9]) }
        }
        for person in practitioners(rxa[10]) {
            let function = fixed("http://terminology.hl7.org/CodeSystem/v2-0443", "AP", "Administering Provider")
            resource.performer.append(Immunization.Performer(function: function, actor: person))
        }
        resource.location = location(rxa[11][1]) ?? location(rxa[27][1])
        resource.lotNumber = rxa[15].text
        resource.expirationDate = date(rxa[16])
        resource.manufacturer =
            rxa[17][1][2].text.map { Reference(display: $0) } ?? rxa[17].text.map { Reference(display: $0) }
        resource.reasonCode = concepts(rxa[19])
        if let rxr = order.route {
            resource.route = mappedConcept("route", rxr[1][1], table: "0162")
            resource.site = concept(rxr[2], table: "0163")
        }
        resource.note = order.notes.compactMap { note($0) }
        let reference = add(resource, of: rxa.place)
        return [reference] + order.observations.compactMap { mapObservation($0, in: order, specimen: nil) }
    }

    private func vaccinationStatus(_ rxa: Segment) -> Immunization.Status {
        if rxa[21].text == "D" { return .enteredInError }
        // 998 of CVX: no vaccine was given.
        if rxa[5].text == "998" || rxa[18].hasValue { return .notDone }
        return mapped("immunization-status-v2", rxa[20]).flatMap { Immunization.Status(rawValue: $0) } ?? .completed
    }
}
