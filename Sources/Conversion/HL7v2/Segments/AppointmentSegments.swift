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
        for segment in groups.resources {
            var participant = Appointment.Participant(status: .accepted)
            switch segment.name {
            case "AIP": participant.actor = practitioners(segment[3]).first
            case "AIL": participant.actor = location(segment[3][1])
            case "AIG":
                participant.actor = (segment[3][1][2].text ?? segment[3].text).map { Reference(display: $0) }
                participant.type = [concept(segment[4])].compactMap { $0 }
            default: continue
            }
            if participant.actor != nil { participants.append(participant) }
        }
        var resource = Appointment(status: appointmentStatus(sch), participant: participants)
        resource.identifier = [entityIdentifier(sch[1][1], type: "PLAC"), entityIdentifier(sch[2][1], type: "FILL")]
            .compactMap { $0 }
        resource.reasonCode = [concept(sch[6]), concept(sch[7], table: "0276")].compactMap { $0 }
        // app-4 of R4 writes the other status that it allows as no code of it is written.
        if resource.status == .cancelled { resource.cancelationReason = concept(sch[6]) }
        resource.appointmentType = concept(sch[8], table: "0277")
        resource.serviceType = groups.resources.filter { $0.is("AIS") }.compactMap { concept($0[3]) }
        let service = groups.resources.first { $0.is("AIS") }
        resource.start = instant(sch[11][1][4]) ?? service.flatMap { instant($0[4]) }
        resource.end = instant(sch[11][1][5])
        resource.minutesDuration = sch[9].text.flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
        // app-3: both or neither, unless it is only proposed, cancelled or waited for.
        if resource.end == nil, let start = resource.start, let minutes = resource.minutesDuration,
            let begin = Instant(rfc3339: start)
        {
            resource.end = begin.text(after: minutes, like: start)
        }
        var comments = groups.scheduleNotes.compactMap { note($0)?.text }
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

    private mutating func instant(_ component: Component) -> String? {
        time(component).map { $0.instant(zone: options.zone, sender: messageTime) }
    }

    private func appointmentStatus(_ sch: Segment) -> Appointment.Status {
        let stated = sch[25].text.flatMap { profiles.map("appointment-status-v2", system: "", code: $0.uppercased()) }
        let event = message.header[9][1][2].text.flatMap { profiles.map("appointment-event-v2", system: "", code: $0) }
        return (stated ?? event).flatMap { Appointment.Status(rawValue: $0) } ?? .proposed
    }
}
