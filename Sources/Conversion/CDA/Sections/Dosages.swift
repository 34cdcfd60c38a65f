import CDA
import FHIR
import Profiles
import RecordTypes
import XMLReader

extension CDAMapping {
    /// The effectiveTime that says from when to when: the first without a repetition in it.
    func duration(_ statement: ClinicalStatement) -> TimeInterval? {
        spans(statement).first { element in
            !["PIVL_TS", "EIVL_TS", "SXPR_TS"].contains(element.schemaType ?? "") && element.word("operator") != "E"
                && (element.word(.value) != nil
                    || ([.low, .high, .center, .width] as [KnownName]).contains { element.child($0) != nil })
        }.map(TimeInterval.init)
    }

    /// Whether the time of taking is over: of several spans, all of them.
    func isTakingOver(_ statement: ClinicalStatement) -> Bool {
        let bounded = spans(statement).filter {
            !["PIVL_TS", "EIVL_TS", "SXPR_TS"].contains($0.schemaType ?? "") && $0.word("operator") != "E"
                && ($0.child(.low) != nil || $0.child(.high) != nil)
        }
        return !bounded.isEmpty && bounded.allSatisfy { hasEnded(TimeInterval($0)) }
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
            base.extension += identifiers(sig.ids).map {
                Extension(url: ExtensionURL.actIdentifier, value: .identifier($0))
            }
        }
        // What a supply says in words and times is about handing over, not about taking.
        let isTaking = statement.kind != .supply
        if isTaking { base.text = base.text ?? text(of: statement) }
        for instruction in takeRelated(statement, [.instruction]) {
            base.patientInstruction = base.patientInstruction ?? text(of: instruction)
            if let code = concept(instruction.code), code.coding.count > 0 { base.additionalInstruction.append(code) }
            base.extension += identifiers(instruction.ids).map {
                Extension(url: ExtensionURL.actIdentifier, value: .identifier($0))
            }
        }
        for precondition in element.children(.precondition) {
            let criterion = precondition.child(.criterion)
            let value = criterion?.child(.value).map(ConceptDescriptor.init)
            let words = criterion?.child(.text).map(EncapsulatedData.init).flatMap { data in
                data.inlineText ?? data.reference.flatMap { narrative.text(of: $0) }
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
                dosage.patientInstruction = part.patientInstruction ?? base.patientInstruction
                dosage.additionalInstruction += base.additionalInstruction
                dosage.asNeeded = part.asNeeded ?? base.asNeeded
                dosage.maxDosePerPeriod = part.maxDosePerPeriod ?? base.maxDosePerPeriod
                if part.doseAndRate.isEmpty { dosage.doseAndRate = base.doseAndRate }
                if part.timing == nil { dosage.timing = boundsOnly(statement) }
                return dosage
            }
        }
        var schedules = timings(statement)
        if schedules.isEmpty, isTaking, let timing = boundsOnly(statement) { schedules = [timing] }
        guard !schedules.isEmpty else { return base == Dosage() ? [] : [base] }
        return schedules.enumerated().map { position, timing in
            var dosage = base
            dosage.timing = timing
            if schedules.count > 1 { dosage.sequence = position + 1 }
            return dosage
        }
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
            case .quantity(var quantity)?:
                // R4's dose is a SimpleQuantity: "at most" is a range without a low, not a comparator.
                let comparator = quantity.comparator
                quantity.comparator = nil
                let bound = named(quantity)
                return switch comparator {
                case .lessOrEqual?, .lessThan?: .range(FHIRRange(high: bound))
                case .greaterOrEqual?, .greaterThan?: .range(FHIRRange(low: bound))
                case nil: .quantity(bound)
                }
            case .range(let range)?:
                return .range(FHIRRange(low: range.low.map(named), high: range.high.map(named)))
            case nil: return nil
            }
        }
        return quantity(PhysicalQuantity(element)).map { .quantity(named($0)) }
    }

    /// Dosages told one by one as administrations below, without a product of their own: morning 1, evening ½.
    private mutating func partialDosages(_ statement: ClinicalStatement) -> [Dosage] {
        var dosages: [Dosage] = []
        for related in statement.related {
            let part = related.statement
            guard part.kind == .substanceAdministration, related.typeCode == "COMP", !isTaken(part), !part.isNegated,
                part.manufacturedProduct?.child(.manufacturedMaterial)?.child(.code) == nil, part.values.isEmpty
            else { continue }
            take(part)
            dosages += self.dosages(part)
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
    private mutating func bounds(_ statement: ClinicalStatement) -> Timing.Repeat.Bounds? {
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
            case .quantity(var quantity)?:
                let comparator = quantity.comparator
                quantity.comparator = nil
                return switch comparator {
                case .lessOrEqual?, .lessThan?: .range(FHIRRange(high: quantity))
                case .greaterOrEqual?, .greaterThan?: .range(FHIRRange(low: quantity))
                case nil: .quantity(quantity)
                }
            case .range(let range)?: return .range(range)
            case nil: return nil
            }
        }
        if let ratio = QuantityRatio(element).flatMap({ ratio($0) }) { return .ratio(ratio) }
        return quantity(PhysicalQuantity(element)).map { .quantity($0) }
    }

    // MARK: schedules

    /// PIVL and EIVL among the effectiveTimes, inside of SXPR too.
    private mutating func timings(_ statement: ClinicalStatement) -> [Timing] {
        var timings: [Timing] = []
        var waiting = statement.effectiveTimes
        waiting.reverse()
        while let element = waiting.popLast() {
            // What a set leaves out is no time to take it: "every day but Sunday" must not become a second dose on Sundays.
            guard element.word("operator") != "E" else {
                reportExclusion(element)
                continue
            }
            switch element.schemaType {
            case "SXPR_TS": waiting += element.children(.comp).reversed()
            case "PIVL_TS": add(periodic(element, statement), of: element, to: &timings)
            case "EIVL_TS": add(eventBased(element, statement), of: element, to: &timings)
            default:
                if element.child(.period) != nil { add(periodic(element, statement), of: element, to: &timings) }
            }
        }
        return timings
    }

    /// Sets joined by `I` (the default) add up; what is joined by `A` narrows the one before it: "daily" and "at bedtime" are one time a
    /// day, not two.
    private mutating func add(_ timing: Timing?, of element: XMLElement, to timings: inout [Timing]) {
        guard let timing else { return }
        guard element.word("operator") == "A", let last = timings.indices.last, var narrowed = timings[last].repeat,
            let other = timing.repeat
        else {
            timings.append(timing)
            return
        }
        if narrowed.when.isEmpty, narrowed.timeOfDay.isEmpty, !other.when.isEmpty {
            (narrowed.when, narrowed.offset) = (other.when, other.offset)
        } else if narrowed.dayOfWeek.isEmpty, !other.dayOfWeek.isEmpty {
            narrowed.dayOfWeek = other.dayOfWeek
        } else {
            findings.add(
                .warning, "cda-schedule-intersection", .notSupported,
                "A schedule holds only at the times of two patterns at once; the second one is not in the output.",
                at: element, rule: "CDA R2 data types: SXCM.operator A", remedy: "Say when it is taken in one pattern.")
            return
        }
        timings[last].repeat = narrowed
    }

    /// A PIVL_TS or EIVL_TS that stands where a value does.
    mutating func schedule(_ element: XMLElement, of statement: ClinicalStatement) -> Timing? {
        element.schemaType == "EIVL_TS" ? eventBased(element, statement) : periodic(element, statement)
    }

    /// PIVL_TS: `period 6 h` → once each 6 h; institutionSpecified with a day's fraction → so many times a day.
    private mutating func periodic(_ element: XMLElement, _ statement: ClinicalStatement) -> Timing? {
        guard let source = element.child(.period) else { return nil }
        var repetition = Timing.Repeat(frequency: 1)
        let period = PhysicalQuantity(source)
        reached.insert(source)
        if period.value != nil {
            guard let number = period.decimal.flatMap(FHIRDecimal.init(text:)), let unit = timingUnit(period.unit)
            else {
                reportSchedule(element)
                return nil
            }
            if element.isTrue(.institutionSpecified), unit == .h, let hours = Int(number.text), hours > 0,
                24 % hours == 0
            {
                repetition.frequency = 24 / hours
                repetition.period = FHIRDecimal(1)
                repetition.periodUnit = .d
            } else {
                repetition.period = number
                repetition.periodUnit = unit
            }
        } else {
            let bounds = QuantityInterval(source)
            guard let low = bounds.low ?? bounds.high, let number = low.decimal.flatMap(FHIRDecimal.init(text:)),
                let unit = timingUnit(low.unit)
            else {
                if source.nullFlavor == nil { reportSchedule(element) }
                return nil
            }
            for side in [bounds.low, bounds.high] { if let side { reached.insert(side.element) } }
            repetition.period = number
            repetition.periodUnit = unit
            if bounds.low != nil, let high = bounds.high, timingUnit(high.unit) == unit {
                repetition.periodMax = high.decimal.flatMap(FHIRDecimal.init(text:))
            }
        }
        repetition.bounds = bounds(statement)
        if let phase = element.child(.phase).map(TimeInterval.init) {
            // The first occurrence: its length is how long one lasts.
            if let width = phase.width, let unit = timingUnit(width.unit), let length = quantity(width)?.value {
                (repetition.duration, repetition.durationUnit) = (length, unit)
            }
            if isPattern(phase) {
                // HL7 writes phases in 1987 where only hour and day of the week count: no one began then.
                _ = self.period(phase)
            } else if repetition.bounds == nil {
                repetition.bounds = self.period(phase).map { .period($0) }
            }
            takeTimeOfDay(of: phase, into: &repetition)
            takeDayOfWeek(of: phase, into: &repetition)
        }
        return Timing(repeat: repetition)
    }

    private func isPattern(_ phase: TimeInterval) -> Bool {
        (phase.low ?? phase.value ?? phase.center)?.parts?.year == 1987
    }

    /// Once a week, the first time on a Monday: each Monday.
    private func takeDayOfWeek(of phase: TimeInterval, into repetition: inout Timing.Repeat) {
        guard let parts = (phase.low ?? phase.value)?.parts, let month = parts.month, let day = parts.day,
            repetition.frequency == 1, repetition.periodUnit == .wk, repetition.period == FHIRDecimal(1),
            repetition.duration == nil || (repetition.durationUnit == .d && repetition.duration == FHIRDecimal(1)),
            let days = CivilDate.days(year: parts.year, month: month, day: day)
        else { return }
        let week: [DayOfWeek] = [.thu, .fri, .sat, .sun, .mon, .tue, .wed]
        repetition.dayOfWeek = [week[Int(((days % 7) + 7) % 7)]]
    }

    /// Once a day, the first time at eight: at eight each day. The date that goes with it is told by the bounds.
    private mutating func takeTimeOfDay(of phase: TimeInterval, into repetition: inout Timing.Repeat) {
        guard let stamp = phase.low ?? phase.value, let parts = stamp.parts, let hour = parts.hour,
            let minute = parts.minute, repetition.frequency == 1, repetition.periodUnit == .d,
            repetition.period == FHIRDecimal(1), let written = dateTime(stamp)
        else { return }
        func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
        repetition.timeOfDay = ["\(two(hour)):\(two(minute)):\(two(parts.second ?? 0))"]
        guard !isPattern(phase) else { return }
        if case .period(var period)? = repetition.bounds {
            // The first time of all is more than its date.
            if period.start == nil || written.hasPrefix((period.start ?? "") + "T") { period.start = written }
            repetition.bounds = .period(period)
        } else if repetition.bounds == nil {
            repetition.bounds = .period(Period(start: written))
        }
    }

    /// EIVL_TS: before breakfast, at bedtime …
    private mutating func eventBased(_ element: XMLElement, _ statement: ClinicalStatement) -> Timing? {
        guard let event = element.child(.event)?.word(.code), let when = Timing.Repeat.When(rawValue: event) else {
            reportSchedule(element)
            return nil
        }
        var repetition = Timing.Repeat(when: [when])
        if let event = element.child(.event) { reached.insert(event) }
        repetition.bounds = bounds(statement)
        if let offset = element.descendant(.offset, .low).map({ PhysicalQuantity($0) })
            ?? element.child(.offset).map({ PhysicalQuantity($0) }),
            let signed = offset.value.flatMap({ Int($0) }), signed > 0 || event.hasPrefix("A"), signed != 0,
            signed > -100_000, signed < 100_000
        {
            // R4 counts minutes before or after as the event says; a sign may only agree with it.
            let value = abs(signed)
            reached.insert(offset.element)
            switch offset.unit {
            case "min": repetition.offset = value
            case "h": repetition.offset = value * 60
            default: break
            }
        }
        return Timing(repeat: repetition)
    }

    private func timingUnit(_ unit: String?) -> Timing.Repeat.Unit? {
        switch unit {
        case "min": .min
        case "s": .s
        case "h", "hr", "H", "hour", "hours": .h
        case "d", "day", "days", "D": .d
        case "wk", "week", "weeks", "W": .wk
        case "mo", "month", "months": .mo
        case "a", "y", "yr", "year": .a
        default: nil
        }
    }

    private mutating func reportExclusion(_ element: XMLElement) {
        findings.add(
            .warning, "cda-schedule-exclusion", .notSupported,
            "A schedule leaves times out; R4 cannot say so. The other times are in the output, these are not.",
            at: element, rule: "CDA R2 data types: SXCM.operator E",
            remedy: "Say when it is taken, or in words when it is not.")
    }

    private mutating func reportSchedule(_ element: XMLElement) {
        findings.add(
            .warning, "cda-schedule", .value, "A schedule could not be read; the narrative holds it.", at: element,
            rule: "CDA R2 data types: PIVL_TS, EIVL_TS",
            remedy: "Send period with a UCUM time unit, or an event of TimingEvent.")
    }
}
