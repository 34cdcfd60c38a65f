import FHIR
import HL7v2
import RecordTypes

extension Instant {
    /// So many minutes later, with the offset that a text of this instant ends with.
    func text(after minutes: Int, like text: String) -> String {
        let zone = text.suffix(6)
        let parts = zone.dropFirst().split(separator: ":").compactMap { Int($0) }
        guard parts.count == 2, let sign = zone.first, sign == "+" || sign == "-" else {
            return advanced(by: .seconds(minutes * 60)).description
        }
        let offset = (parts[0] * 60 + parts[1]) * (sign == "-" ? -1 : 1)
        return String(advanced(by: .seconds((minutes + offset) * 60)).description.prefix(19) + zone)
    }
}

extension MessageMapping {
    /// The time of a component; nil when there is none, or no possible one, which is reported.
    mutating func time(_ component: Component) -> MessageTime? {
        guard let text = component.text else { return nil }
        if let time = MessageTime(text) { return time }
        reportImpossibleTime(at: component.place)
        return nil
    }

    mutating func reportImpossibleTime(at place: Issue.HL7Place) {
        report(
            .warning, "hl7-invalid-time", .value, "A time stamp is not a possible one; it was left out.", at: place,
            rule: "HL7 v2 2A.21 DTM", remedy: "Send an existing date as YYYYMMDDHHMMSS±ZZZZ.")
    }

    mutating func dateTime(_ component: Component) -> String? {
        time(component).map { dateTime($0, at: component.place) }
    }

    /// R4 has no time of day without minutes, and none without an offset: the day stays, which claims nothing that was not said.
    mutating func dateTime(_ time: MessageTime, at place: Issue.HL7Place) -> String {
        let text = time.fhir(zone: options.zone, sender: messageTime)
        if time.hour != nil, !text.utf8.contains(UInt8(ascii: "T")) { reportLostHour(of: time, at: place) }
        return text
    }

    private mutating func reportLostHour(of time: MessageTime, at place: Issue.HL7Place) {
        if time.minute == nil {
            report(
                .warning, "hl7-time-without-minutes", .value,
                "A time names an hour without minutes, which FHIR cannot say; it was kept as a date.", at: place,
                rule: "FHIR R4 dateTime", remedy: "Send times with hours and minutes.")
        } else {
            report(
                .information, "hl7-time-without-offset", .informational,
                "A time without offset, from before the zone's present rules, was kept as a date.", at: place,
                rule: "FHIR R4 dateTime", remedy: "Send times with their offset.")
        }
    }

    mutating func dateTime(_ field: Field) -> String? { field.isEmpty ? nil : dateTime(field[1][1]) }

    mutating func date(_ field: Field) -> String? { field.isEmpty ? nil : time(field[1][1])?.date }

    mutating func instant(_ field: Field) -> String? {
        field.isEmpty
            ? nil
            : time(field[1][1]).map { $0.instant(zone: options.zone, sender: messageTime) }
    }

    /// Start and end; a pair that runs backwards loses its end and is reported.
    mutating func period(from start: Component, to end: Component) -> Period? {
        let (first, last) = (dateTime(start), dateTime(end))
        guard first != nil || last != nil else { return nil }
        if let first, let last, let early = Instant(rfc3339: first), let late = Instant(rfc3339: last), early > late {
            report(
                .warning, "hl7-interval-order", .value, "An interval ends before it begins; its end was left out.",
                at: end.place, rule: "FHIR R4 per-1", remedy: "Send the start before the end.")
            return Period(start: first)
        }
        return Period(start: first, end: last)
    }
}
