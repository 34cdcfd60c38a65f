import FHIR
import HL7v2
import Profiles
import RecordTypes

extension MessageMapping {
    /// RXE or RXO → MedicationRequest; RXD → MedicationDispense.
    mutating func mapPharmacy(_ order: MessageGroups.Order, isDispense: Bool) -> [Reference] {
        guard patient.reference != nil else { return [] }
        guard let segment = order.medication, !segment.is("RXA") else {
            if let given = order.medication { reportUnmapped(given) }
            return order.observations.compactMap { mapObservation($0, in: order, specimen: nil) }
        }
        let reference = segment.is("RXD") ? dispense(segment, order) : prescription(segment, order)
        return [reference].compactMap { $0 }
            + order.observations.compactMap { mapObservation($0, in: order, specimen: nil) }
    }

    private mutating func prescription(_ segment: Segment, _ order: MessageGroups.Order) -> Reference? {
        let isEncoded = segment.is("RXE")
        guard let code = concept(segment[isEncoded ? 2 : 1]) ?? (isEncoded ? nil : concept(segment[6])) else {
            report(
                .warning, "hl7-medicine-without-code", .required,
                "An order does not say what is to be given; it was left out.",
                at: segment[isEncoded ? 2 : 1].place, rule: "HL7 v2 4A.4", remedy: "Send RXE-2 or RXO-1.")
            return nil
        }
        let product = product(
            code, form: segment[isEncoded ? 6 : 5],
            strength: isEncoded
                ? strength(segment[25], segment[26], in: segment[33], segment[34])
                : strength(segment[18], segment[19], in: segment[25], segment[26]), order, at: segment)
        var resource = MedicationRequest(
            status: medicationStatus(order), intent: .order, medication: product, subject: patient)
        resource.identifier = pharmacyIdentifiers(order)
        if isEncoded, let number = segment[15].text {
            resource.identifier.append(Identifier(system: prescriptionNumbers, value: number))
        }
        resource.encounter = encounter
        resource.authoredOn = order.orc.flatMap { dateTime($0[9]) }
        if let orc = order.orc {
            resource.requester = practitioners(orc[12]).first
            reportFurther(orc[12])
        }
        resource.priority = (order.timing?[9].text ?? segment[1][1][6].text).flatMap {
            profiles.map("request-priority-v2", system: "", code: $0).flatMap { RequestPriority(rawValue: $0) }
        }
        resource.dosageInstruction = dosages(segment, order, isEncoded: isEncoded)
        resource.dispenseRequest = dispenseRequest(segment, isEncoded: isEncoded)
        resource.substitution = substitution(segment[9], isEncoded: isEncoded)
        resource.reasonCode = concepts(segment[isEncoded ? 27 : 20])
        let advice = isEncoded ? segment[21] : segment[6]
        resource.note = advice.repetitions.compactMap { $0[2].text ?? $0[1].text }.map { Annotation(text: $0) }
        resource.note += order.notes.compactMap { note($0) }
        if isEncoded, let done = segment[9].text.flatMap({ Self.substitutionStatus[$0] }) {
            resource.note.append(Annotation(text: done))
        }
        let reference = add(resource, of: segment.place)
        recordHandling(of: order, target: reference)
        lastPrescription = reference
        return reference
    }

    /// RXO-9 (table 0161) says what the prescriber allows; RXE-9 (table 0167) what the pharmacist did, and in doing so what was allowed:
    /// `0` and `N` (its default, "no substitute was dispensed") say nothing of that.
    private func substitution(_ field: Field, isEncoded: Bool) -> MedicationRequest.Substitution? {
        let kinds = "http://terminology.hl7.org/CodeSystem/v3-substanceAdminSubstitution"
        switch field.text {
        case "G": return .init(allowed: .codeableConcept(fixed(kinds, "G", "generic composition")))
        case "T": return .init(allowed: .codeableConcept(fixed(kinds, "TE", "therapeutic alternative")))
        case "N": return isEncoded ? nil : .init(allowed: .boolean(false))
        case "Y": return .init(allowed: .boolean(true))
        case "1", "7": return .init(allowed: .boolean(false))
        case "2", "3", "4", "5", "8": return .init(allowed: .boolean(true))
        default: return nil
        }
    }

    /// Table 0167 in words: why, of which R4 has no element.
    private static let substitutionStatus: [String: String] = [
        "0": "No product selection indicated", "1": "Substitution not allowed by prescriber",
        "2": "Substitution allowed - patient requested product dispensed",
        "3": "Substitution allowed - pharmacist selected product dispensed",
        "4": "Substitution allowed - generic drug not in stock",
        "5": "Substitution allowed - brand drug dispensed as a generic",
        "7": "Substitution not allowed - brand drug mandated by law",
        "8": "Substitution allowed - generic drug not available in marketplace",
        "N": "No substitute was dispensed", "G": "A generic substitution was dispensed",
        "T": "A therapeutic substitution was dispensed",
    ]

    /// Dose, rate, words and route, once for each schedule.
    private mutating func dosages(_ segment: Segment, _ order: MessageGroups.Order, isEncoded: Bool) -> [Dosage] {
        var dosage = Dosage()
        let (low, high, unit) = isEncoded ? (segment[3], segment[4], segment[5]) : (segment[2], segment[3], segment[4])
        if let dose = dose(low, high, unit) { dosage.doseAndRate = [dose] }
        let (rate, rateUnit) = isEncoded ? (segment[23], segment[24]) : (segment[21], segment[22])
        if let value = rate.text.flatMap({ Self.number($0)?.value }) {
            if dosage.doseAndRate.isEmpty { dosage.doseAndRate = [Dosage.DoseAndRate()] }
            dosage.doseAndRate[0].rate = Self.rate(
                quantity(value, unit: rateUnit), per: segment[isEncoded ? 22 : 17].text)
        }
        let words = segment[7].repetitions.compactMap { $0[2].text ?? $0[1].text }
        if !words.isEmpty { dosage.text = words.joined(separator: "\n") }
        for (number, rxr) in order.routes.enumerated() {
            guard let route = mappedConcept("route", rxr[1][1], table: "0162") else { continue }
            if number == 0 {
                dosage.route = route
                dosage.site = concept(rxr[2], table: "0163")
                dosage.method = concept(rxr[4], table: "0165")
            } else {
                // Another way that it may be given: R4 has one route for each dosage.
                dosage.extension.append(
                    Extension(
                        url: "https://ankur.example/fhir/StructureDefinition/alternative-route",
                        value: .codeableConcept(route)))
            }
        }
        let schedules = schedules(order, encoded: isEncoded ? segment[1] : nil)
        guard !schedules.isEmpty else { return dosage == Dosage() ? [] : [dosage] }
        return schedules.map { schedule in
            var whole = dosage
            whole.sequence = schedule.sequence
            whole.timing = schedule.timing
            whole.asNeeded = schedule.asNeeded
            let words = [dosage.text, schedule.text].compactMap { $0 }
            whole.text = words.isEmpty ? nil : words.joined(separator: "\n")
            return whole
        }
    }

    /// How much is to be handed over, and how often again: RXE-10 to RXE-12, RXO-11 to RXO-13.
    private mutating func dispenseRequest(_ segment: Segment, isEncoded: Bool) -> MedicationRequest.DispenseRequest? {
        let (amount, unit, refills) =
            isEncoded ? (segment[10], segment[11], segment[12]) : (segment[11], segment[12], segment[13])
        var request = MedicationRequest.DispenseRequest()
        request.quantity = amount.text.flatMap { Self.number($0)?.value }.map { quantity($0, unit: unit) }
        request.numberOfRepeatsAllowed = refills.text.flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil }
        return request == MedicationRequest.DispenseRequest() ? nil : request
    }

    /// The code alone, or a Medication where form, strength or what it is made of (RXC) are told.
    private mutating func product(
        _ code: CodeableConcept, form: Field, strength: Ratio?, _ order: MessageGroups.Order, at segment: Segment
    ) -> MedicationRequest.Medication {
        var medication = Medication()
        medication.form = concept(form)
        let one = FHIRDecimal(1)
        if let strength {
            var whole = Medication.Ingredient(item: .codeableConcept(code))
            whole.strength = strength
            medication.ingredient.append(whole)
        }
        for rxc in order.components {
            guard let item = concept(rxc[2]) else { continue }
            var ingredient = Medication.Ingredient(item: .codeableConcept(item))
            // An additive acts, a base carries it.
            ingredient.isActive = rxc[1].text == "A" ? true : rxc[1].text == "B" ? false : nil
            if let value = rxc[3].text.flatMap({ Self.number($0)?.value }) {
                ingredient.strength = Ratio(
                    numerator: quantity(value, unit: rxc[4]), denominator: Quantity(value: one))
            }
            medication.ingredient.append(ingredient)
        }
        guard medication != Medication() else { return .codeableConcept(code) }
        medication.code = code
        return .reference(add(medication, of: segment.place))
    }

    /// So much in so much: 250 mg in 5 mL, else in one of the form.
    private mutating func strength(_ amount: Field, _ unit: Field, in volume: Field, _ volumeUnit: Field) -> Ratio? {
        guard let value = amount.text.flatMap({ Self.number($0)?.value }) else { return nil }
        var whole = Quantity(value: FHIRDecimal(1))
        if let part = volume.text.flatMap({ Self.number($0)?.value }) { whole = quantity(part, unit: volumeUnit) }
        return Ratio(numerator: quantity(value, unit: unit), denominator: whole)
    }

    /// A rate by the time unit of RXE-22 (`H1`, `M10`), where its own unit names none.
    private static func rate(_ amount: Quantity, per time: String?) -> Dosage.DoseAndRate.Rate {
        let unit = amount.unit ?? ""
        guard let time, !unit.contains("/"), let kind = Self.unit(time.first.map { String($0) }),
            let number = FHIRDecimal(text: time.count == 1 ? "1" : String(time.dropFirst()))
        else { return .quantity(amount) }
        let period = Quantity(
            value: number, unit: kind.rawValue, system: CodeSystemURI.ucum, code: kind.rawValue)
        return .ratio(Ratio(numerator: amount, denominator: period))
    }

    private mutating func dispense(_ rxd: Segment, _ order: MessageGroups.Order) -> Reference? {
        guard let code = concept(rxd[2]) else {
            report(
                .warning, "hl7-medicine-without-code", .required,
                "A dispensation does not say what was handed over; it was left out.", at: rxd[2].place,
                rule: "HL7 v2 4A.4.5", remedy: "Send RXD-2.")
            return nil
        }
        let status: MedicationDispense.Status =
            switch statedStatus(order) {
            case "revoked"?: .cancelled
            case "entered-in-error"?: .enteredInError
            case "on-hold"?: .onHold
            default: .completed
            }
        var resource = MedicationDispense(status: status, medication: dispensed(code, rxd, order))
        resource.identifier = pharmacyIdentifiers(order)
        resource.subject = patient
        resource.context = encounter
        resource.whenHandedOver = dateTime(rxd[3])
        if let amount = rxd[4].text.flatMap({ Self.number($0) }) {
            resource.quantity = quantity(amount.value, unit: rxd[5])
        }
        if let prescription = lastPrescription, order.orc == nil {
            resource.authorizingPrescription = [prescription]
        } else if let number = rxd[7].text {
            resource.authorizingPrescription = [
                Reference(
                    type: "MedicationRequest", identifier: Identifier(system: prescriptionNumbers, value: number))
            ]
        }
        if order.orc == nil, let number = rxd[7].text {
            resource.identifier.append(Identifier(system: prescriptionNumbers, value: number))
        }
        resource.performer = practitioners(rxd[10]).map { .init(actor: $0) }
        // Table 0167; what else it says stands in words.
        var told: Annotation?
        switch rxd[11].text {
        case "N": resource.substitution = .init(wasSubstituted: false)
        case "G", "T":
            let kinds = "http://terminology.hl7.org/CodeSystem/v3-substanceAdminSubstitution"
            let isGeneric = rxd[11].text == "G"
            resource.substitution = .init(
                wasSubstituted: true,
                type: isGeneric
                    ? fixed(kinds, "G", "generic composition") : fixed(kinds, "TE", "therapeutic alternative"))
        default:
            told = rxd[11].text.flatMap { Self.substitutionStatus[$0] }.map { Annotation(text: $0) }
            if told == nil { reportForgotten(rxd[11]) }
        }
        resource.dosageInstruction = dispensedDosages(rxd, order)
        resource.note =
            (rxd[9].repetitions + rxd[15].repetitions).compactMap(\.wholeText).map { Annotation(text: $0) }
            + order.notes.compactMap { note($0) } + [told].compactMap { $0 }
        return add(resource, of: rxd.place)
    }

    /// Route and schedule of what was handed over, as far as RXR and TQ1 behind RXD tell them.
    private mutating func dispensedDosages(_ rxd: Segment, _ order: MessageGroups.Order) -> [Dosage] {
        var dosage = Dosage()
        if let rxr = order.routes.first {
            dosage.route = mappedConcept("route", rxr[1][1], table: "0162")
            dosage.site = concept(rxr[2], table: "0163")
        }
        if let total = rxd[12].text.flatMap({ Self.number($0)?.value }) {
            let day = Quantity(
                value: FHIRDecimal(1), unit: "d", system: CodeSystemURI.ucum, code: "d")
            dosage.maxDosePerPeriod = Ratio(
                numerator: Quantity(value: total, unit: rxd[12][1][2].text), denominator: day)
        }
        let schedules = schedules(order, encoded: nil)
        guard !schedules.isEmpty else { return dosage == Dosage() ? [] : [dosage] }
        return schedules.map { schedule in
            var whole = schedule
            (whole.route, whole.site, whole.maxDosePerPeriod) = (dosage.route, dosage.site, dosage.maxDosePerPeriod)
            return whole
        }
    }

    /// The Medication handed over, with form, strength, lot and expiry where they are told.
    private mutating func dispensed(
        _ code: CodeableConcept, _ rxd: Segment, _ order: MessageGroups.Order
    ) -> MedicationDispense.Medication {
        var medication = Medication()
        medication.form = concept(rxd[6])
        if let strength = strength(rxd[16], rxd[17], in: rxd[28], rxd[29]) {
            var whole = Medication.Ingredient(item: .codeableConcept(code))
            whole.strength = strength
            medication.ingredient = [whole]
        }
        if rxd[18].hasValue || rxd[19].hasValue {
            medication.batch = Medication.Batch(lotNumber: rxd[18].text)
            medication.batch?.expirationDate = dateTime(rxd[19])
        }
        medication.manufacturer = manufacturer(rxd[20][1])
        guard medication != Medication() else { return .codeableConcept(code) }
        medication.code = code
        return .reference(add(medication, of: rxd.place))
    }

    /// Prescription numbers (RXE-15, RXD-7) are the sending facility's own.
    private var prescriptionNumbers: String {
        AuthorityName.system(site: site, authority: "unnamed", type: "prescription")
    }

    private func pharmacyIdentifiers(_ order: MessageGroups.Order) -> [Identifier] {
        [(2, "PLAC"), (3, "FILL")].compactMap { number, type in
            order.orc.flatMap { entityIdentifier($0[number][1], type: type) }
        }
    }

    /// What was discontinued had begun; what was cancelled had not (R4 medicationrequest-status).
    private func medicationStatus(_ order: MessageGroups.Order) -> MedicationRequest.Status {
        // RE announces what follows: here the order as the pharmacy encoded it, which has only begun (HL7 v2 4A.3.6).
        if let orc = order.orc, orc[1].text == "RE", mapped("order-status-v2", orc[5]) == nil { return .active }
        let isDiscontinued =
            ["DC", "OD", "DR"].contains(order.orc?[1].text ?? "") || order.orc?[5].text == "DC"
        return switch statedStatus(order) {
        case "revoked"?: isDiscontinued ? .stopped : .cancelled
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
