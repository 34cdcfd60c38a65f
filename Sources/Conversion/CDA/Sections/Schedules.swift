import CDA
import FHIR
import Profiles
import RecordTypes
import XMLReader

/// PIVL_TS and EIVL_TS → Timing.
extension CDAMapping {
    /// PIVL and EIVL among the effectiveTimes, inside of SXPR too.
    mutating func timings(_ statement: ClinicalStatement) -> [Timing] {
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
        guard let source = element.child(.event), let event = source.word(.code) else {
            reportSchedule(element)
            return nil
        }
        guard let when = Timing.Repeat.When(rawValue: event) else {
            guard ["IC", "ICD", "ICM", "ICV"].contains(event) else {
                reportSchedule(element)
                return nil
            }
            // Between meals: R4's list of events lacks what HL7's has.
            reached.insert(source)
            let code = fixed("http://terminology.hl7.org/CodeSystem/v3-TimingEvent", event)
            return Timing(repeat: bounds(statement).map { Timing.Repeat(bounds: $0) }, code: code)
        }
        var repetition = Timing.Repeat(when: [when])
        if let event = element.child(.event) { reached.insert(event) }
        repetition.bounds = bounds(statement)
        if let offset = element.descendant(.offset, .low).map({ PhysicalQuantity($0) })
            ?? element.child(.offset).map({ PhysicalQuantity($0) }),
            let signed = offset.value.flatMap({ Int($0) }), signed >= 0 || event.hasPrefix("A"), signed > -100_000,
            signed < 100_000
        {
            // R4 counts minutes before or after as the event says; a sign may only agree with it.
            let value = abs(signed)
            reached.insert(offset.element)
            // None at all is what R4 says without an offset.
            switch value == 0 ? nil : offset.unit {
            case "min": repetition.offset = value
            case "h": repetition.offset = value * 60
            default: break
            }
        }
        return Timing(repeat: repetition)
    }

    func timingUnit(_ unit: String?) -> Timing.Repeat.Unit? {
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
