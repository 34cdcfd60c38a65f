import FHIR
import HL7v2
import Profiles
import RecordTypes

extension MessageMapping {
    /// SCH, AIS, AIP, AIL → Appointment.
    mutating func mapAppointment() {
        guard let sch = groups.schedule else {
            report(
                .error, "hl7-appointment-without-sch", .required, "The message says nothing about the appointment.",
                at: Issue.HL7Place(segment: "SCH"), rule: "HL7 v2 10.6.1", remedy: "Send SCH.")
            return
        }
        var participants = [Appointment.Participant(status: .accepted)]
        participants[0].actor = patient
        let booked = remainingResources()
        for segment in booked { participants += self.participants(segment) }
        var resource = Appointment(status: appointmentStatus(sch), participant: participants)
        resource.identifier = [entityIdentifier(sch[1][1], type: "PLAC"), entityIdentifier(sch[2][1], type: "FILL")]
            .compactMap { $0 }
        resource.reasonCode = [concept(sch[6]), concept(sch[7], table: "0276")].compactMap { $0 }
        // app-4 of R4 writes the other status that it allows as no code of it is written.
        if resource.status == .cancelled { resource.cancelationReason = concept(sch[6]) }
        resource.appointmentType = concept(sch[8], table: "0277")
        resource.serviceType = booked.filter { $0.is("AIS") }.compactMap { concept($0[3]) }
        let service = booked.first { $0.is("AIS") }
        // SCH-11 until 2.4, TQ1 from 2.5 on.
        let timing = groups.scheduleTimings.first
        resource.start =
            instant(sch[11][1][4]) ?? timing.flatMap { instant($0[7][1][1]) }
            ?? service.flatMap { instant($0[4][1][1]) }
        resource.end = instant(sch[11][1][5]) ?? timing.flatMap { instant($0[8][1][1]) }
        resource.minutesDuration =
            Self.minutes(sch[9], unit: sch[10])
            ?? (sch[9].hasValue ? nil : service.flatMap { Self.minutes($0[7], unit: $0[8]) })
        // app-3: both or neither, unless it is only proposed, cancelled or waited for.
        if resource.end == nil, let start = resource.start, let minutes = resource.minutesDuration,
            let begin = Instant(rfc3339: start)
        {
            resource.end = begin.text(after: minutes, like: start)
        }
        var comments = groups.scheduleNotes.compactMap { note($0)?.text }
        if resource.minutesDuration == nil, let length = sch[9].wholeText {
            comments.append(
                "Duration as sent: \([length, sch[10][1][2].text ?? sch[10].text].compactMap { $0 }.joined(separator: " "))"
            )
        }
        if (resource.start == nil) != (resource.end == nil) {
            comments.append([resource.start, resource.end].compactMap { $0 }.first ?? "")
            (resource.start, resource.end) = (nil, nil)
        }
        if resource.start == nil, ![.proposed, .cancelled, .waitlist].contains(resource.status) {
            // R4 has no appointment of another status without both times.
            comments.append("Status as sent: \(sch[25].text ?? resource.status.rawValue)")
            resource.status = .proposed
        }
        if !comments.isEmpty { resource.comment = comments.joined(separator: "\n") }
        let reference = add(resource, of: sch.place)
        sections.append(section("Appointment", "56446-8", "Appointment summary Document", [reference]))
    }

    /// What table 0206's action code D takes out is no part of the appointment any more; where all of it is called off, everything is told.
    private mutating func remainingResources() -> [Segment] {
        guard !["S15", "S17"].contains(triggerEvent ?? "") else { return groups.resources }
        return groups.resources.filter { segment in
            guard segment[2].text == "D" else { return true }
            report(
                .information, "hl7-appointment-resource-removed", .informational,
                "The message takes somebody or something out of the appointment; it is not told as a part of it.",
                at: segment[2].place, rule: "HL7 table 0206")
            return false
        }
    }

    /// AIP, AIL and AIG: who, where and with what.
    private mutating func participants(_ segment: Segment) -> [Appointment.Participant] {
        var actors: [Reference] = []
        var kind: CodeableConcept?
        var status: String?
        switch segment.name {
        case "AIP": (actors, kind, status) = (practitioners(segment[3]), concept(segment[4]), segment[12].text)
        case "AIL": (actors, status) = ([location(segment[3][1])].compactMap { $0 }, segment[12].text)
        case "AIG":
            actors = [segment[3][1][2].text ?? segment[3].text].compactMap { $0 }.map { Reference(display: $0) }
            (kind, status) = (concept(segment[4]), segment[14].text)
        default: return []
        }
        return actors.map { actor in
            var participant = Appointment.Participant(status: Self.participation(status))
            participant.actor = actor
            participant.type = [kind].compactMap { $0 }
            return participant
        }
    }

    /// Table 0278, of one resource.
    private static func participation(_ status: String?) -> Appointment.Participant.Status {
        switch status?.uppercased() {
        case "CANCELLED", "DC", "DELETED", "BLOCKED": .declined
        case "DECLINED", "REJECTED", "NOSHOW": .declined
        case "PENDING", "WAITLIST", "TENTATIVE": .tentative
        case nil, "BOOKED", "COMPLETE", "STARTED", "OVERBOOK", "ACCEPTED", "CONFIRMED": .accepted
        // A word of the sender's own: nobody has agreed to anything yet.
        default: .needsAction
        }
    }

    /// How long, in whole minutes: without a unit minutes are meant (HL7 v2 10.6.1.10). Nil for other numbers and units.
    private static func minutes(_ number: Field, unit: Field) -> Int? {
        guard let count = number.text.flatMap({ Int($0) }), count > 0, count < 1_000_000 else { return nil }
        switch (unit.text ?? "min").lowercased() {
        case "min", "m", "minute", "minutes", "mins": return count
        case "h", "hr", "hrs", "hour", "hours": return count * 60
        case "d", "day", "days": return count * 24 * 60
        case "s", "sec", "second", "seconds": return count % 60 == 0 ? count / 60 : nil
        default: return nil
        }
    }

    private mutating func instant(_ component: Component) -> String? {
        time(component).map { $0.instant(zone: options.zone, sender: messageTime) }
    }

    private func appointmentStatus(_ sch: Segment) -> Appointment.Status {
        // What the message is sent for is true though SCH-25 may still say what was before (HL7 v2 10.4.4, 10.4.6, 10.4.15).
        if ["S15", "S17", "S26"].contains(triggerEvent ?? ""), let event = triggerEvent,
            let ended = profiles.map("appointment-event-v2", system: "", code: event)
        {
            return Appointment.Status(rawValue: ended) ?? .cancelled
        }
        let stated = sch[25].text.flatMap { profiles.map("appointment-status-v2", system: "", code: $0.uppercased()) }
        let event = message.header[9][1][2].text.flatMap { profiles.map("appointment-event-v2", system: "", code: $0) }
        // S16 discontinues what goes on or is to come; what was done stays done (10.4.5).
        if triggerEvent == "S16", ["booked", "pending", "waitlist"].contains(stated ?? "") { return .cancelled }
        return (stated ?? event).flatMap { Appointment.Status(rawValue: $0) } ?? .proposed
    }
}
