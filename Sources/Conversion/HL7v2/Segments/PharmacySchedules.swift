import FHIR
import HL7v2
import RecordTypes

/// When a medicine is to be taken: TQ1, before version 2.5 the quantity/timing of RXE-1 and ORC-7.
extension MessageMapping {
    /// Each schedule as a Dosage of timing, text and "as needed" alone, in the order sent.
    mutating func schedules(_ order: MessageGroups.Order, encoded: Field?) -> [Dosage] {
        var dosages = order.timings.flatMap { tq1 in
            // Several patterns of one TQ1 add up.
            let patterns = tq1[3].repetitions
            return (patterns.isEmpty ? [tq1[3][1]] : patterns).map { schedule(tq1, pattern: $0) }
        }
        if dosages.isEmpty {
            for field in [encoded, order.orc?[7]].compactMap({ $0 }) where dosages.isEmpty {
                dosages = field.repetitions.map { schedule($0) }.filter { $0 != Dosage() }
            }
        }
        dosages.removeAll { $0 == Dosage() }
        if dosages.count > 1 { for position in dosages.indices { dosages[position].sequence = position + 1 } }
        return dosages
    }

    /// TQ1, by one of its patterns (TQ1-3).
    private mutating func schedule(_ tq1: Segment, pattern repeats: Repetition) -> Dosage {
        var dosage = Dosage()
        var repetition = Timing.Repeat()
        let pattern = repeats[1].text
        let asNeeded = apply(pattern, to: &repetition)
        if repetition.period == nil, let number = repeats[5].text.flatMap({ Self.number($0)?.value }),
            let unit = Self.unit(repeats[6].text)
        {
            (repetition.frequency, repetition.period, repetition.periodUnit) = (1, number, unit)
        }
        if repetition.when.isEmpty {
            repetition.timeOfDay = tq1[4].repetitions.compactMap(\.text).compactMap(Self.timeOfDay)
        }
        let event = take(event: repeats[8].text, of: &repetition)
        repetition.bounds = bounds(
            from: tq1[7][1][1], to: tq1[8][1][1], length: tq1[6][1][1].text, unit: tq1[6][1][2].text)
        repetition.count = repetition.count ?? tq1[14].text.flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
        dosage.timing = timing(repetition, pattern)
        dosage.asNeeded = Self.condition(tq1[10].wholeText) ?? (asNeeded ? .boolean(true) : nil)
        var words = [tq1[10].wholeText, tq1[11].wholeText, event].compactMap { $0 }
        if case .period? = repetition.bounds, let length = tq1[6].text {
            let unit = tq1[6][1][2].text
            words.append(Self.duration(length, unit, asSent: [length, unit].compactMap { $0 }.joined(separator: " ")))
        }
        // How many or how much each time, which may be no other than the dose: 40 mg, then 20 mg.
        let amount = [tq1[2][1][1].text, tq1[2][1][2].text].compactMap { $0 }
        if let number = amount.first, number != "1" || amount.count > 1 {
            words.insert("Each time: \(amount.joined(separator: " "))", at: 0)
        }
        if !words.isEmpty { dosage.text = words.joined(separator: "\n") }
        return dosage
    }

    /// TQ: quantity, interval, duration, start, end, priority, condition, text, …, total occurrences.
    private mutating func schedule(_ tq: Repetition) -> Dosage {
        var dosage = Dosage()
        var repetition = Timing.Repeat()
        let pattern = tq[2][1]
        let asNeeded = apply(pattern, to: &repetition)
        if repetition.when.isEmpty {
            repetition.timeOfDay = (tq[2][2] ?? "").split(separator: ",").compactMap { Self.timeOfDay(String($0)) }
        }
        let length = tq[3].text ?? ""
        repetition.bounds = bounds(
            from: tq[4], to: tq[5], length: String(length.dropFirst()), unit: length.first.map { String($0) })
        repetition.count = repetition.count ?? tq[12].text.flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
        dosage.timing = timing(repetition, pattern)
        dosage.asNeeded = Self.condition(tq[7].wholeText) ?? (asNeeded ? .boolean(true) : nil)
        var words = [tq[7].wholeText, tq[8].wholeText].compactMap { $0 }
        if case .period? = repetition.bounds, !length.isEmpty {
            words.append(Self.duration(String(length.dropFirst()), String(length.prefix(1)), asSent: length))
        }
        if !words.isEmpty { dosage.text = words.joined(separator: "\n") }
        return dosage
    }

    /// How long it goes on, in words: beside a start R4 has no place for it.
    private static func duration(_ number: String, _ code: String?, asSent text: String) -> String {
        guard !number.isEmpty, let unit = unit(code) else { return "Duration: \(text)" }
        return "Duration: \(number) \(unit.rawValue)"
    }

    /// `PRN pain` (HL7 v2 4.5.4.10): as needed, for pain. Other conditions stand in the words only.
    private static func condition(_ words: String?) -> Dosage.AsNeeded? {
        guard let words, words.uppercased().hasPrefix("PRN") else { return nil }
        let rest = words.dropFirst(3)
        guard let first = rest.first else { return .boolean(true) }
        guard !first.isLetter else { return nil }
        let reason = String(rest.drop { !$0.isLetter })
        return reason.isEmpty ? .boolean(true) : .codeableConcept(CodeableConcept(text: reason))
    }

    /// RPT.8, table 0528: what R4 knows as an event of the day is one; gives back what it does not know.
    private func take(event: String?, of repetition: inout Timing.Repeat) -> String? {
        guard let event else { return nil }
        guard repetition.when.isEmpty, repetition.timeOfDay.isEmpty, event != "C",
            let when = Timing.Repeat.When(rawValue: event.uppercased())
        else { return event }
        repetition.when = [when]
        return nil
    }

    private func timing(_ repetition: Timing.Repeat, _ pattern: String?) -> Timing? {
        let isEmpty = repetition == Timing.Repeat()
        guard !isEmpty || pattern != nil else { return nil }
        return Timing(repeat: isEmpty ? nil : repetition, code: pattern.map { CodeableConcept(text: $0) })
    }

    private mutating func bounds(
        from start: Component, to end: Component, length: String?, unit: String?
    ) -> Timing.Repeat.Bounds? {
        if let period = period(from: start, to: end) { return .period(period) }
        guard let number = length.flatMap({ Self.number($0)?.value }), let unit = Self.unit(unit) else { return nil }
        return .duration(
            Quantity(value: number, unit: unit.rawValue, system: CodeSystemURI.ucum, code: unit.rawValue))
    }

    /// Table 0335: `BID`, `Q6H`, `QOD`, `Q1J135`, `QHS`, `PRN` …; gives whether it is as needed.
    ///
    /// What is not understood changes nothing: the pattern stays as the text of `Timing.code`.
    private func apply(_ pattern: String?, to repetition: inout Timing.Repeat) -> Bool {
        guard var code = pattern?.uppercased().filter({ $0 != " " }) else { return false }
        let asNeeded = code.hasPrefix("PRN") || code.hasSuffix("PRN")
        code = code.replacing("PRN", with: "")
        switch code {
        case "ONCE": repetition.count = 1
        case "BID": repetition.set(2, every: 1, .d)
        case "TID": repetition.set(3, every: 1, .d)
        case "QID": repetition.set(4, every: 1, .d)
        case "QD": repetition.set(1, every: 1, .d)
        case "QOD": repetition.set(1, every: 2, .d)
        case "QHS": repetition.when = [.hs]
        case "QAM": repetition.when = [.morn]
        case "QPM": repetition.when = [.eve]
        default: applyInterval(code, to: &repetition)
        }
        return asNeeded
    }

    /// `5ID`, `Q6H`, `Q2D`, `Q1J135` and the meal codes that R4 has too.
    private func applyInterval(_ code: String, to repetition: inout Timing.Repeat) {
        if code.hasSuffix("ID"), let times = Int(code.dropLast(2)), times > 0, times < 100 {
            repetition.set(times, every: 1, .d)
            return
        }
        guard code.hasPrefix("Q") else {
            let meals = ["AC", "ACM", "ACD", "ACV", "PC", "PCM", "PCD", "PCV", "HS", "C", "CM", "CD", "CV"]
            // `C` alone is "continuous" in HL7 v2.
            if code != "C", meals.contains(code), let when = Timing.Repeat.When(rawValue: code) {
                repetition.when = [when]
            }
            return
        }
        let rest = code.dropFirst()
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        let unit = rest.dropFirst(digits.count)
        guard let number = digits.isEmpty ? 1 : Int(digits), number > 0, number < 10_000 else { return }
        if unit.first == "J" {
            let week: [DayOfWeek] = [.mon, .tue, .wed, .thu, .fri, .sat, .sun]
            let days = unit.dropFirst().compactMap(\.wholeNumberValue)
            guard !days.isEmpty, days.allSatisfy({ (1...7).contains($0) }) else { return }
            repetition.set(1, every: number, .wk)
            repetition.dayOfWeek = days.map { week[$0 - 1] }
        } else if unit.count == 1, let unit = Self.unit(String(unit)) {
            repetition.set(1, every: number, unit)
        }
    }

    /// Units of HL7 v2 intervals (`S`, `M` minutes, `H`, `D`, `W`, `L` months) and of UCUM.
    static func unit(_ text: String?) -> Timing.Repeat.Unit? {
        switch text?.lowercased() {
        case "s", "sec": .s
        case "m", "min": .min
        case "h", "hr": .h
        case "d", "day", "days": .d
        case "w", "wk", "weeks": .wk
        case "l", "mo": .mo
        case "a", "yr": .a
        default: nil
        }
    }

    /// `0800`, `08:00`, `080000` → `08:00:00`.
    private static func timeOfDay(_ text: String) -> String? {
        MessageTime("20000101" + text.filter { $0 != ":" })?.timeOfDay
    }
}

extension Timing.Repeat {
    /// So many times in so many units.
    fileprivate mutating func set(_ times: Int, every number: Int, _ unit: Unit) {
        (frequency, period, periodUnit) = (times, FHIRDecimal(number), unit)
    }
}
