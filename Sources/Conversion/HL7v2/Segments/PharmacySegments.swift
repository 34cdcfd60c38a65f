import FHIR
import HL7v2
import RecordTypes

extension MessageMapping {
    /// RXE or RXO → MedicationRequest; RXD → MedicationDispense.
    mutating func mapPharmacy(_ order: MessageGroups.Order, isDispense: Bool) -> [Reference] {
        guard patient.reference != nil else { return [] }
        guard let segment = order.medication else {
            return order.observations.compactMap { mapObservation($0, in: order, specimen: nil) }
        }
        let reference = segment.is("RXD") ? dispense(segment, order) : prescription(segment, order)
        return [reference].compactMap { $0 }
            + order.observations.compactMap { mapObservation($0, in: order, specimen: nil) }
    }

    private mutating func prescription(_ segment: Segment, _ order: MessageGroups.Order) -> Reference? {
        let isEncoded = segment.is("RXE")
        guard let code = concept(segment[isEncoded ? 2 : 1]) else { return nil }
        let stated = order.orc.flatMap { mapped("order-status-v2", $0[5]) ?? mapped("order-control-v2", $0[1]) }
        var resource = MedicationRequest(
            status: medicationStatus(stated), intent: .order, medication: .codeableConcept(code), subject: patient)
        resource.identifier = pharmacyIdentifiers(order)
        resource.encounter = encounter
        resource.authoredOn = order.orc.flatMap { dateTime($0[9]) }
        resource.requester = order.orc.flatMap { practitioners($0[12]).first }
        var dosage = Dosage()
        let (low, high, unit) = isEncoded ? (segment[3], segment[4], segment[5]) : (segment[2], segment[3], segment[4])
        if let dose = dose(low, high, unit) { dosage.doseAndRate = [dose] }
        let words = segment[isEncoded ? 7 : 7].repetitions.compactMap { $0[2].text ?? $0[1].text }
        if !words.isEmpty { dosage.text = words.joined(separator: "\n") }
        if let rxr = order.route {
            dosage.route = mappedConcept("route", rxr[1][1], table: "0162")
            dosage.site = concept(rxr[2], table: "0163")
        }
        if let timing = order.timing, let repeats = timing[3][1][1].text {
            dosage.timing = Timing(code: CodeableConcept(text: repeats))
        }
        if dosage != Dosage() { resource.dosageInstruction = [dosage] }
        resource.note = order.notes.compactMap { note($0) }
        return add(resource, of: segment.place)
    }

    private mutating func dispense(_ rxd: Segment, _ order: MessageGroups.Order) -> Reference? {
        guard let code = concept(rxd[2]) else { return nil }
        var resource = MedicationDispense(status: .completed, medication: .codeableConcept(code))
        resource.identifier = pharmacyIdentifiers(order)
        resource.subject = patient
        resource.context = encounter
        resource.whenHandedOver = dateTime(rxd[3])
        if let amount = rxd[4].text.flatMap({ Self.number($0) }) {
            resource.quantity = quantity(amount.value, unit: rxd[5])
        }
        if let number = rxd[7].text {
            resource.authorizingPrescription = [
                Reference(type: "MedicationRequest", identifier: Identifier(value: number))
            ]
        }
        resource.performer = practitioners(rxd[10]).map { .init(actor: $0) }
        resource.note =
            rxd[9].repetitions.compactMap(\.wholeText).map { Annotation(text: $0) }
            + order.notes.compactMap { note($0) }
        return add(resource, of: rxd.place)
    }

    private func pharmacyIdentifiers(_ order: MessageGroups.Order) -> [Identifier] {
        [(2, "PLAC"), (3, "FILL")].compactMap { number, type in
            order.orc.flatMap { entityIdentifier($0[number][1], type: type) }
        }
    }

    private func medicationStatus(_ stated: String?) -> MedicationRequest.Status {
        switch stated {
        case "revoked": .cancelled
        case let stated?: MedicationRequest.Status(rawValue: stated) ?? .unknown
        case nil: .unknown
        }
    }

    private mutating func dose(_ low: Field, _ high: Field, _ unit: Field) -> Dosage.DoseAndRate? {
        guard let least = low.text.flatMap({ Self.number($0) }) else { return nil }
        let first = quantity(least.value, unit: unit)
        guard let most = high.text.flatMap({ Self.number($0) }) else {
            return Dosage.DoseAndRate(dose: .quantity(first))
        }
        return Dosage.DoseAndRate(dose: .range(FHIRRange(low: first, high: quantity(most.value, unit: unit))))
    }
}
