import FHIR
import HL7v2
import RecordTypes

/// When what is asked for is to be done.
extension MessageMapping {
    /// When it is to be done: at OBR-36 or OBR-6, or as a schedule says (TQ1, OBR-27, ORC-7). R4 has one occurrence: what else is told
    /// stands in notes.
    mutating func applySchedules(of order: MessageGroups.Order, to request: inout ServiceRequest) {
        let moment = order.obr.flatMap { dateTime($0[36]) ?? dateTime($0[6]) }
        request.occurrence = moment.map { .dateTime($0) }
        var notes: [String] = []
        for (number, schedule) in schedules(order, encoded: order.obr?[27]).enumerated() {
            notes += [schedule.text].compactMap { $0 }
            if number > 0 {
                notes += [schedule.timing.map { "Further schedule: \(Self.words($0))" }].compactMap { $0 }
                continue
            }
            switch schedule.asNeeded {
            case .boolean(let isNeeded)?: request.asNeeded = .boolean(isNeeded)
            case .codeableConcept(let reason)?: request.asNeeded = .codeableConcept(reason)
            case nil: break
            }
            guard let timing = schedule.timing else { continue }
            if let span = Self.onlyBounds(timing) {
                if span.end == nil, moment != nil {
                    if let start = span.start, start != moment { notes.append("Scheduled: \(start)") }
                    continue
                }
                request.occurrence = span.end == nil ? span.start.map { .dateTime($0) } : .period(span)
                if let moment, moment != span.start { notes.append("Scheduled: \(moment)") }
            } else {
                request.occurrence = .timing(timing)
                if let moment { notes.append("Scheduled: \(moment)") }
            }
        }
        request.note += notes.map { Annotation(text: $0) }
    }

    /// What a schedule says, in the words of its codes.
    private static func words(_ timing: Timing) -> String {
        guard let told = timing.repeat else { return timing.code?.text ?? "" }
        var words = [timing.code?.text].compactMap { $0 }
        if let frequency = told.frequency, let period = told.period, let unit = told.periodUnit {
            words.append("\(frequency) times in \(period) \(unit.rawValue)")
        }
        words += told.when.map(\.rawValue) + told.timeOfDay.map { "at \($0)" }
        if let count = told.count { words.append("\(count) times in all") }
        switch told.bounds {
        case .period(let span)?:
            words += [span.start.map { "from \($0)" }, span.end.map { "to \($0)" }].compactMap { $0 }
        case .duration(let length)?:
            words += [length.value.map { "for \($0) \(length.unit ?? "")" }].compactMap { $0 }
        default: break
        }
        return words.joined(separator: " ")
    }

    /// Start and end of a schedule that says nothing else.
    private static func onlyBounds(_ timing: Timing) -> Period? {
        guard timing.code == nil, case .period(let span)? = timing.repeat?.bounds else { return nil }
        var alone = Timing.Repeat()
        alone.bounds = .period(span)
        return timing.repeat == alone ? span : nil
    }
}
