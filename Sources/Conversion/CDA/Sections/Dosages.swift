import CDA
import FHIR
import Profiles
import RecordTypes
import XMLReader

extension CDAMapping {
    /// The effectiveTime that says from when to when: the first without a repetition in it.
    func duration(_ statement: ClinicalStatement) -> TimeInterval? {
        plainSpans(statement).first { element in
            element.word(.value) != nil
                || ([.low, .high, .center, .width] as [KnownName]).contains { element.child($0) != nil }
        }.map(TimeInterval.init)
    }

    /// Whether the time of taking is over: of several spans, all of them.
    func isTakingOver(_ statement: ClinicalStatement) -> Bool {
        let bounded = plainSpans(statement).filter { $0.child(.low) != nil || $0.child(.high) != nil }
        return !bounded.isEmpty && bounded.allSatisfy { hasEnded(TimeInterval($0)) }
    }

    /// The effectiveTimes without a repetition in them, those inside of a parenthesis too; not what a set leaves out.
    private func plainSpans(_ statement: ClinicalStatement) -> [XMLElement] {
        spans(statement).filter {
            !["PIVL_TS", "EIVL_TS", "SXPR_TS"].contains($0.schemaType ?? "") && $0.word("operator") != "E"
        }
    }

    /// The effectiveTimes, and those inside of a parenthesis (SXPR).
    private func spans(_ statement: ClinicalStatement) -> [XMLElement] {
        statement.effectiveTimes.flatMap { $0.schemaType == "SXPR_TS" ? $0.children(.comp) : [$0] }
    }

    /// Dose, route, site and schedule of an administration. Several schedules are several dosages, never merged.
    mutating func dosages(_ statement: ClinicalStatement) -> [Dosage] {
        let element = statement.element
        var base = Dosage()
        base.route = concept(statement.route)
        base.site = joined(statement.approachSites)
        base.method = joined(statement.methods)
        if let dose = dose(element.child(.doseQuantity), form: element.child(.administrationUnitCode)) {
            base.doseAndRate = [Dosage.DoseAndRate(dose: dose)]
        }
        if let rate = rate(element.child(.rateQuantity)) {
            if base.doseAndRate.isEmpty { base.doseAndRate = [Dosage.DoseAndRate()] }
            base.doseAndRate[0].rate = rate
        }
        if let maximum = element.child(.maxDoseQuantity).flatMap(QuantityRatio.init) {
            base.maxDosePerPeriod = ratio(maximum)
        }
        for sig in takeRelated(statement, [.medicationSig]) {
            base.text = base.text ?? text(of: sig)
            if let code = concept(sig.code), !code.coding.isEmpty {
                base.extension.append(Extension(url: ExtensionURL.actCode, value: .codeableConcept(code)))
            }
            base.extension += marks(sig.ids)
        }
        // What a supply says in words and times is about handing over, not about taking.
        let isTaking = statement.kind != .supply
        if isTaking { base.text = base.text ?? text(of: statement) }
        for instruction in takeRelated(statement, [.instruction]) {
            if let words = text(of: instruction) {
                if isForPharmacy(instruction) {
                    fulfilments[statement.element.position, default: []].append(words)
                } else {
                    base.addPatientInstruction(words)
                }
            }
            if let code = concept(instruction.code), code.coding.count > 0 {
                if isForPharmacy(instruction) {
                    base.extension.append(Extension(url: ExtensionURL.actCode, value: .codeableConcept(code)))
                } else {
                    base.additionalInstruction.append(code)
                }
            }
            base.extension += marks(instruction.ids)
            addFurtherInstructions(of: instruction, to: &base)
        }
        for precondition in element.children(.precondition) {
            let criterion = precondition.child(.criterion)
            let value = criterion?.child(.value).map(ConceptDescriptor.init)
            let words = criterion?.child(.text).map(EncapsulatedData.init).flatMap { data in
                text(of: data)
            }
            let code = criterion?.child(.code).map(ConceptDescriptor.init)
            if let code = concept(value) ?? (code?.code == "ASSERTION" ? nil : concept(code))
                ?? words.map({ CodeableConcept(text: $0) }),
                code.text != "Assertion"
            {
                base.asNeeded = .codeableConcept(code)
            } else {
                base.asNeeded = .boolean(true)
            }
        }
        let parts = partialDosages(statement)
        if !parts.isEmpty {
            return parts.map { part in
                var dosage = part
                dosage.route = part.route ?? base.route
                dosage.site = part.site ?? base.site
                dosage.method = part.method ?? base.method
                dosage.text = part.text ?? base.text
                if let words = base.patientInstruction { dosage.addPatientInstruction(words) }
                dosage.extension += base.extension
                dosage.additionalInstruction += base.additionalInstruction
                dosage.asNeeded = part.asNeeded ?? base.asNeeded
                dosage.maxDosePerPeriod = part.maxDosePerPeriod ?? base.maxDosePerPeriod
                if part.doseAndRate.isEmpty { dosage.doseAndRate = base.doseAndRate }
                if part.timing == nil {
                    dosage.timing = boundsOnly(statement)
                } else if part.timing?.event.isEmpty == true, part.timing?.repeat?.bounds == nil,
                    let bounds = bounds(statement)
                {
                    // How long all of it is taken stands on the whole.
                    var repetition = part.timing?.repeat ?? Timing.Repeat()
                    repetition.bounds = bounds
                    dosage.timing?.repeat = repetition
                }
                return dosage
            }
        }
        var schedules = timings(statement)
        if schedules.isEmpty, isTaking, let timing = boundsOnly(statement) { schedules = [timing] }
        count(statement, in: &schedules)
        guard !schedules.isEmpty else { return base == Dosage() ? [] : [base] }
        return schedules.enumerated().map { position, timing in
            var dosage = base
            dosage.timing = timing
            if schedules.count > 1 { dosage.sequence = position + 1 }
            return dosage
        }
    }

    /// What hangs below an instruction says more of it: ELGA's other ways of taking ("if needed", "before surgery").
    private mutating func addFurtherInstructions(of instruction: ClinicalStatement, to dosage: inout Dosage) {
        guard !isForPharmacy(instruction) else { return }
        for related in instruction.related where related.statement.kind == .act && !isTaken(related.statement) {
            let further = related.statement
            guard !further.isNegated, !related.isNegated, !isWithdrawn(further), further.related.isEmpty,
                kind(of: further) != .comment,
                let words = text(of: further)
            else { continue }
            take(further)
            dosage.addPatientInstruction([further.code?.displayName, words].compactMap { $0 }.joined(separator: ": "))
            if let code = concept(further.code), !code.coding.isEmpty { dosage.additionalInstruction.append(code) }
            dosage.extension += marks(further.ids)
        }
    }

    /// IHE's and CCD's fulfilment instructions are meant for who hands the medicine over, not for the patient.
    private func isForPharmacy(_ instruction: ClinicalStatement) -> Bool {
        instruction.code?.code == "FINSTRUCT" || instruction.hasTemplate("1.3.6.1.4.1.19376.1.5.3.1.4.3.1")
            || instruction.hasTemplate("2.16.840.1.113883.10.20.1.43")
    }

    /// repeatNumber of a planned C-CDA Medication Activity: how many administrations are allowed (C-CDA R2.1, 3.61). Elsewhere it counts
    /// something else: in an event the place in a series.
    private func count(_ statement: ClinicalStatement, in schedules: inout [Timing]) {
        guard statement.mood?.isPlanned == true, statement.kind == .substanceAdministration, schedules.count <= 1,
            statement.hasTemplate("2.16.840.1.113883.10.20.22.4.16")
                || statement.hasTemplate("2.16.840.1.113883.10.20.22.4.42"),
            let number = statement.element.child(.repeatNumber)?.word(.value).flatMap({ Int($0) }), number > 0
        else { return }
        if schedules.isEmpty { schedules = [Timing(repeat: Timing.Repeat(count: number))] }
        guard schedules[0].event.isEmpty else { return }
        var repetition = schedules[0].repeat ?? Timing.Repeat()
        repetition.count = number
        schedules[0].repeat = repetition
    }

    /// doseQuantity; administrationUnitCode is its unit, and its code the code of the unit.
    private mutating func dose(_ element: XMLElement?, form: XMLElement?) -> Dosage.DoseAndRate.Dose? {
        let unit = form.map(ConceptDescriptor.init)
        let unitCoding = unit.flatMap { $0.code == nil ? nil : coding($0) }
        func named(_ quantity: Quantity) -> Quantity {
            guard let unit else { return quantity }
            var quantity = quantity
            if quantity.unit == nil { quantity.unit = unit.displayName ?? unit.code }
            if let unitCoding, let system = unitCoding.system, quantity.code == nil || quantity.code == "1" {
                (quantity.system, quantity.code) = (system, unitCoding.code)
            }
            return quantity
        }
        guard let element,
            element.nullFlavor == nil || element.word(.value) != nil || element.child(.translation) != nil
        else {
            return unitCoding == nil ? nil : .quantity(named(Quantity()))
        }
        if element.child(.low) != nil || element.child(.high) != nil || element.child(.center) != nil {
            switch interval(QuantityInterval(element)) {
            case .quantity(let quantity)?:
                let (amount, range) = Self.simple(named(quantity))
                return range.map { .range($0) } ?? .quantity(amount)
            case .range(let range)?:
                return .range(FHIRRange(low: range.low.map(named), high: range.high.map(named)))
            case nil: return nil
            }
        }
        return quantity(PhysicalQuantity(element)).map { .quantity(named($0)) }
    }

    /// R4's doses and rates are SimpleQuantity: "at most" is a range without a low, not a comparator.
    private static func simple(_ quantity: Quantity) -> (amount: Quantity, range: FHIRRange?) {
        var amount = quantity
        amount.comparator = nil
        return switch quantity.comparator {
        case .lessOrEqual?, .lessThan?: (amount, FHIRRange(high: amount))
        case .greaterOrEqual?, .greaterThan?: (amount, FHIRRange(low: amount))
        case nil: (amount, nil)
        }
    }

    /// Dosages told one by one as administrations below, without a product of their own: morning 1, evening ½.
    private mutating func partialDosages(_ statement: ClinicalStatement) -> [Dosage] {
        var dosages: [Dosage] = []
        var parts = statement.related.filter { $0.statement.kind == .substanceAdministration && $0.typeCode == "COMP" }
        if parts.count > 1 {
            // In the order of their sequenceNumber, where each has one.
            let numbers = parts.map { Int($0.link.child("sequenceNumber")?.word(.value) ?? "") }
            if !numbers.contains(nil) {
                parts = zip(parts, numbers).sorted { ($0.1 ?? 0) < ($1.1 ?? 0) }.map { $0.0 }
            }
        }
        for related in parts {
            let part = related.statement
            guard !isTaken(part), !part.isNegated, !related.isNegated, !isWithdrawn(part),
                part.manufacturedProduct?.child(.manufacturedMaterial)?.child(.code) == nil, part.values.isEmpty
            else { continue }
            take(part)
            let marks = self.marks(part.ids)
            dosages += self.dosages(part).map { dosage in
                var dosage = dosage
                dosage.extension += marks
                return dosage
            }
            if let words = fulfilments.removeValue(forKey: part.element.position) {
                fulfilments[statement.element.position, default: []] += words
            }
        }
        for position in dosages.indices { dosages[position].sequence = position + 1 }
        return dosages
    }

    /// From when to when or for how long, where nothing says how often; single times as they are.
    private mutating func boundsOnly(_ statement: ClinicalStatement) -> Timing? {
        let points = statement.effectiveTimes.filter { $0.child(.period) == nil && $0.word("operator") != "E" }
            .compactMap { $0.word(.value) == nil ? $0.child(.center) : $0 }
            .compactMap { dateTime(TimeStamp($0)) }
        if !points.isEmpty { return Timing(event: points) }
        return bounds(statement).map { Timing(repeat: Timing.Repeat(bounds: $0)) }
    }

    /// The interval of the first effectiveTime that has one: as period, or as its length.
    mutating func bounds(_ statement: ClinicalStatement) -> Timing.Repeat.Bounds? {
        let interval = duration(statement)
        if let period = period(interval), period.start != nil || period.end != nil {
            return .period(period)
        }
        let widths = statement.effectiveTimes.map(TimeInterval.init).filter { $0.width != nil }
        return widths.first.flatMap { width($0) }.map { .duration($0) }
    }

    private mutating func width(_ interval: TimeInterval?) -> Quantity? {
        guard let source = interval?.width, var quantity = quantity(source), let unit = timingUnit(source.unit) else {
            return nil
        }
        (quantity.system, quantity.code) = (CodeSystemURI.ucum, unit.rawValue)
        return quantity
    }

    private mutating func rate(_ element: XMLElement?) -> Dosage.DoseAndRate.Rate? {
        guard let element else { return nil }
        if element.child(.low) != nil || element.child(.high) != nil {
            switch interval(QuantityInterval(element)) {
            case .quantity(let quantity)?:
                let (amount, range) = Self.simple(quantity)
                return range.map { .range($0) } ?? .quantity(amount)
            case .range(let range)?: return .range(range)
            case nil: return nil
            }
        }
        if let ratio = QuantityRatio(element).flatMap({ ratio($0) }) { return .ratio(ratio) }
        return quantity(PhysicalQuantity(element)).map { .quantity($0) }
    }
}

extension Dosage {
    /// R4 has one instruction for the patient: each of several is a line of it.
    fileprivate mutating func addPatientInstruction(_ words: String) {
        patientInstruction = [patientInstruction, words].compactMap { $0 }.joined(separator: "\n")
    }
}
