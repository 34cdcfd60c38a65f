import FHIR
import HL7v2
import Profiles
import RecordTypes

extension MessageMapping {
    /// Each ORC/OBR group by what its message is about.
    mutating func mapOrders(_ type: MessageType) {
        var entries: [Reference] = []
        findParents()
        let visit = encounter
        defer { encounter = visit }
        for order in groups.orders {
            if let further = groups.furtherVisit, further < position(of: order) { encounter = nil }
            switch type.kind {
            case .vaccination where order.medication.map { $0.is("RXA") } != false: entries += mapVaccination(order)
            // A medicine may stand in an order of any kind: until 2.3 it came as ORM.
            case _ where order.medication != nil && order.obr == nil:
                entries += mapPharmacy(order, isDispense: type.kind == .dispense)
            case .prescription, .dispense: entries += mapPharmacy(order, isDispense: type.kind == .dispense)
            case .order: entries += mapRequest(order, isReported: false)
            case .document where order.obr == nil: break
            case .document where order.observations.isEmpty: entries += mapRequest(order, isReported: true)
            default: entries += mapReport(order)
            }
        }
        entries += specimenResults
        guard !entries.isEmpty else { return }
        sections.append(section(type.title, type.type.code, type.type.display, entries, narrative: observationTable()))
    }

    /// ORC and OBR of an order → ServiceRequest, with the answers asked at order entry.
    /// - Parameter isReported: whether the message brings what was found: of that the request has no place for anything.
    private mutating func mapRequest(_ order: MessageGroups.Order, isReported: Bool) -> [Reference] {
        let specimens = mapSpecimens(order, isReported: isReported)
        if isReported, let obr = order.obr {
            for number in [22, 24, 25, 32, 33, 34, 35] { reportForgotten(obr[number]) }
            if specimens.isEmpty { reportForgotten(obr[7]) }
        }
        guard var request = request(order) else {
            return specimens
                + order.observations.compactMap { mapObservation($0, in: order, specimen: only(specimens)) }
        }
        request.specimen = specimens
        request.performer = participants(order.participations)
        let answers = order.observations.compactMap { mapObservation($0, in: order, specimen: only(specimens)) }
        request.supportingInfo = answers
        let reference = add(request, of: place(of: order))
        recordHandling(of: order, target: reference)
        return [reference]
    }

    /// OBR with its observations → DiagnosticReport, Observations, Specimens and the ServiceRequest they answer.
    private mutating func mapReport(_ order: MessageGroups.Order) -> [Reference] {
        let specimens = mapSpecimens(order, isReported: true)
        let request = request(order).map { add($0, of: place(of: order)) }
        if let request { recordHandling(of: order, target: request) }
        guard let obr = order.obr else {
            return ([request] + order.observations.map { mapObservation($0, in: order, specimen: only(specimens)) })
                .compactMap { $0 } + (order.orc == nil ? specimens : [])
        }
        let code = concept(obr[4])
        if code == nil {
            report(
                .warning, "hl7-report-without-code", .required, "A report does not say what it is about.",
                at: obr[4].place,
                rule: "HL7 v2 7.4.1.4", remedy: "Send OBR-4.")
        }
        var resource = DiagnosticReport(status: reportStatus(obr), code: code ?? Self.unknownConcept)
        if let reason = order.orc.flatMap({ concept($0[16]) }) {
            resource.extension.append(
                Extension(
                    url: "http://hl7.org/fhir/StructureDefinition/event-statusReason", value: .codeableConcept(reason)))
        }
        resource.identifier = orderIdentifiers(order)
        resource.basedOn = [request].compactMap { $0 }
        resource.category = [mappedCategory(obr)].compactMap { $0 }
        resource.subject = patient
        resource.encounter = encounter
        resource.effective = effective(obr)
        resource.issued = instant(obr[22])
        resource.resultsInterpreter = performers(obr[32]) + performers(obr[33])
        resource.performer =
            (sender.map { [$0] } ?? []) + performers(obr[34], function: "SPRF") + performers(obr[35], function: "TRANS")
            + participants(order.participations)
        resource.specimen = specimens
        var embedded: [Reference] = []
        for group in order.observations {
            if let attachments = attachments(group.obx) {
                guard !isWithdrawn(group.obx) else { continue }
                resource.presentedForm += attachments
                embedded += attachments.compactMap { adoptDocument(in: $0, at: group.obx[5].place) }
            } else if let reference = mapObservation(group, in: order, specimen: only(specimens)) {
                resource.result.append(reference)
            }
        }
        let notes = order.notes.compactMap { note($0) }
        if !notes.isEmpty { resource.conclusion = notes.map(\.text).joined(separator: "\n") }
        return [add(resource, of: obr.place)] + embedded
    }

    /// Of several specimens nobody says which a result was found in: the report names them all.
    private func only(_ specimens: [Reference]) -> Reference? { specimens.count == 1 ? specimens[0] : nil }

    /// A document that was deleted, wrong or never came (OBX-11 D, W, X) is no form of the report.
    mutating func isWithdrawn(_ obx: Segment) -> Bool {
        guard ["D", "W", "X"].contains(obx[11].text ?? "") else { return false }
        report(
            .warning, "hl7-withdrawn-document", .informational,
            "A document was taken back by its status; it is not shown with the report, the source holds it.",
            at: obx[11].place, rule: "HL7 v2 table 0085", remedy: "Nothing; send the right document when there is one.")
        return true
    }

    private func position(of order: MessageGroups.Order) -> Int {
        (order.obr ?? order.orc ?? order.medication ?? message.header).position
    }

    func place(of order: MessageGroups.Order) -> Issue.HL7Place {
        (order.obr ?? order.orc ?? order.medication ?? message.header).place
    }

    private func reportStatus(_ obr: Segment) -> DiagnosticReport.Status {
        guard let code = obr[25].text else { return .unknown }
        return profiles.map("report-status-v2", system: "", code: code).flatMap {
            DiagnosticReport.Status(rawValue: $0)
        } ?? .unknown
    }

    private mutating func mappedCategory(_ obr: Segment) -> CodeableConcept? { concept(obr[24], table: "0074") }

    private mutating func effective(_ obr: Segment) -> DiagnosticReport.Effective? {
        guard obr[8].hasValue else { return dateTime(obr[7]).map { .dateTime($0) } }
        return period(from: obr[7][1][1], to: obr[8][1][1]).map { .period($0) }
    }

    /// Where R4 wants a concept and the message has none.
    static var unknownConcept: CodeableConcept {
        var concept = CodeableConcept()
        concept.extension = [
            Extension(url: "http://hl7.org/fhir/StructureDefinition/data-absent-reason", value: .code("unknown"))
        ]
        return concept
    }

    /// Placer and filler numbers: ORC's, and OBR's where it has none or another.
    private func orderIdentifiers(_ order: MessageGroups.Order) -> [Identifier] {
        [(2, "PLAC"), (3, "FILL")].flatMap { number, type in
            let first = order.orc.flatMap { entityIdentifier($0[number][1], type: type) }
            let second = order.obr.flatMap { entityIdentifier($0[number][1], type: type) }
            guard let first, let second else { return [first ?? second].compactMap { $0 } }
            // Both should say the same; what differs is a number of its own.
            return first.value == second.value ? [first] : [first, second]
        }
    }

    /// Nil without anything that says that something was ordered.
    private mutating func request(_ order: MessageGroups.Order) -> ServiceRequest? {
        guard order.orc != nil || order.obr != nil else { return nil }
        var resource = ServiceRequest(status: requestStatus(order), intent: .order, subject: patient)
        resource.identifier = orderIdentifiers(order) + alternateNumbers(order)
        resource.basedOn = parentRequest(of: order)
        resource.encounter = encounter
        if let obr = order.obr {
            resource.code = concept(obr[4])
            resource.priority = priority(order.timing?[9], obr[27][1][6], obr[5][1][1])
            resource.reasonCode = concepts(obr[31])
            resource.requester = practitioner(obr[16][1], telecom: obr[17])
            if let info = obr[13].wholeText { resource.note.append(Annotation(text: info)) }
            resource.orderDetail = concepts(obr[46]) + concepts(obr[47])
            if obr[11].text == "G" { resource.intent = .reflexOrder } else { reportForgotten(obr[11]) }
        }
        if let orc = order.orc {
            mapGroupNumbers(orc, into: &resource)
            resource.locationCode = concepts(orc[29], table: "0482")
            if let reason = concept(orc[16]) {
                resource.extension.append(
                    Extension(
                        url: "http://hl7.org/fhir/StructureDefinition/request-statusReason",
                        value: .codeableConcept(reason)))
            }
            resource.requester = requester(orc) ?? resource.requester
            resource.authoredOn = dateTime(orc[9])
            resource.priority = resource.priority ?? priority(nil, orc[7][1][6], orc[7][1][6])
        }
        applySchedules(of: order, to: &resource)
        if groups.orders.count > 0, order.obr != nil { resource.note += order.notes.compactMap { note($0) } }
        return resource
    }

    /// OBR-53, else ORC-33: what else the placer calls the order.
    private mutating func alternateNumbers(_ order: MessageGroups.Order) -> [Identifier] {
        let stated = order.obr?[53].repetitions ?? []
        let numbers = stated.isEmpty ? order.orc?[33].repetitions ?? [] : stated
        return numbers.compactMap { repetition in
            var identifier = identifier(repetition)
            var type = identifier?.type ?? CodeableConcept()
            type.coding.insert(Coding(system: Self.identifierTypes, code: "PLAC"), at: 0)
            identifier?.type = type
            return identifier
        }
    }

    /// ORC-4: EI, and EIP in 2.8.2 with the filler's number as its second half; and ORC-38, from 2.9 on.
    private func mapGroupNumbers(_ orc: Segment, into request: inout ServiceRequest) {
        let number = orc[4][1]
        let isPair = number[1][2] != nil || number[2][2] != nil
        request.requisition =
            isPair ? entityIdentifier(number[1], type: "PGN") : entityIdentifier(number, type: "PGN")
        let filler =
            entityIdentifier(orc[38][1], type: "FGN") ?? (isPair ? entityIdentifier(number[2], type: "FGN") : nil)
        if let filler { request.identifier.append(filler) }
    }

    /// ORC-12 for ORC-21, with the ways to reach each; either alone when the other is not there.
    private mutating func requester(_ orc: Segment) -> Reference? {
        let person = practitioner(orc[12][1], telecom: orc[14], address: orc[24])
        reportFurther(orc[12])
        guard let organization = organization(orc[21][1], address: orc[22][1], telecom: orc[23]) else { return person }
        guard let person else { return organization }
        let key = ActorKey.requester(person: person.reference, organization: organization.reference)
        if let known = actors[key] { return known }
        var role = PractitionerRole()
        role.practitioner = person
        role.organization = organization
        return actor(role, called: person.display, of: orc[12][1].place, key: key)
    }

    /// ORC-10, ORC-11 and ORC-19: who entered and verified the order and who acted on it → Provenance of the ServiceRequest.
    mutating func recordHandling(of order: MessageGroups.Order, target: Reference) {
        guard let orc = order.orc else { return }
        let recorded =
            instant(orc[9]) ?? messageTime.map { $0.instant(zone: options.zone, sender: messageTime) }
        let system = "http://terminology.hl7.org/CodeSystem/provenance-participant-type"
        let handling: [(field: Int, code: String, display: String)] = [
            (10, "enterer", "Enterer"), (11, "verifier", "Verifier"), (19, "author", "Author"),
        ]
        let agents = handling.flatMap { field, code, display in
            practitioners(orc[field]).map { person in
                var agent = Provenance.Agent(who: person)
                agent.type = fixed(system, code, display)
                return agent
            }
        }
        guard let recorded, !agents.isEmpty else { return }
        _ = add(Provenance(target: [target], recorded: recorded, agent: agents), of: orc.place)
    }

    private func requestStatus(_ order: MessageGroups.Order) -> RequestStatus {
        statedStatus(order).flatMap { RequestStatus(rawValue: $0) } ?? .unknown
    }

    /// ORC-5, else what ORC-1 makes of the order. That an order ends (cancelled, discontinued) is what the message is sent for: a status from
    /// before does not keep it alive (HL7 v2 4.5.1.1, 4.5.1.5).
    func statedStatus(_ order: MessageGroups.Order) -> String? {
        guard let orc = order.orc else { return nil }
        let control = mapped("order-control-v2", orc[1])
        let status = mapped("order-status-v2", orc[5])
        let isEnded = ["OC", "CR", "DC", "OD", "DR", "RQ", "RU"].contains(orc[1].text ?? "")
        if isEnded, ["active", "on-hold"].contains(status ?? "active") { return control }
        return status ?? control
    }

    private func priority(_ timing: Field?, _ quantityTiming: Component, _ old: Component) -> RequestPriority? {
        for text in [timing?.text, quantityTiming.text, old.text].compactMap({ $0 }) {
            if let mapped = profiles.map("request-priority-v2", system: "", code: text).flatMap({
                RequestPriority(rawValue: $0)
            }) {
                return mapped
            }
        }
        return nil
    }

    /// A coded remark as people read it: its text, with the code before it where the text is not the original one.
    func words(_ repetition: Repetition) -> String? {
        let texts = [repetition[9], repetition[2], repetition[5], repetition[1]].compactMap(\.text)
        guard let first = texts.first else { return nil }
        guard repetition[9].text == nil, let code = repetition[1].text, code != first else { return first }
        return "\(code), \(first)"
    }

    /// NTE → Annotation.
    mutating func note(_ nte: Segment) -> Annotation? {
        let lines = nte[3].repetitions.compactMap(\.wholeText)
        guard !lines.isEmpty else { return nil }
        let author = practitioners(nte[5]).first.map { Annotation.Author.reference($0) }
        return Annotation(author: author, time: dateTime(nte[6]), text: lines.joined(separator: "\n"))
    }
}
