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
            case .order: entries += mapRequest(order)
            case .document where order.obr == nil: break
            case .document where order.observations.isEmpty:
                entries += mapRequest(order)
                // What a result says of itself has no place in what was asked for.
                if let obr = order.obr { for number in [22, 24, 25, 32, 33, 34, 35] { reportForgotten(obr[number]) } }
            default: entries += mapReport(order)
            }
        }
        entries += specimenResults
        guard !entries.isEmpty else { return }
        sections.append(section(type.title, type.type.code, type.type.display, entries, narrative: observationTable()))
    }

    /// ORC and OBR of an order message → ServiceRequest, with the answers asked at order entry.
    private mutating func mapRequest(_ order: MessageGroups.Order) -> [Reference] {
        let specimens = mapSpecimens(order, isReported: false)
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

    /// When it is to be done: at OBR-36 or OBR-6, or as a schedule says (TQ1, OBR-27, ORC-7). R4 has one occurrence: what else is told
    /// stands in notes.
    private mutating func applySchedules(of order: MessageGroups.Order, to request: inout ServiceRequest) {
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
                guard span.end != nil || moment == nil else { continue }
                request.occurrence = span.end == nil ? span.start.map { .dateTime($0) } : .period(span)
                if let moment, moment != span.start { notes.append("Scheduled: \(moment)") }
            } else {
                request.occurrence = .timing(timing)
                if let moment { notes.append("Scheduled: \(moment)") }
            }
        }
        request.note += notes.map { Annotation(text: $0) }
    }

    private static func words(_ timing: Timing) -> String {
        let code = timing.code?.text
        guard case .period(let span)? = timing.repeat?.bounds else { return code ?? "as sent" }
        return [code, span.start.map { "from \($0)" }, span.end.map { "to \($0)" }].compactMap { $0 }
            .joined(separator: " ")
    }

    /// Start and end of a schedule that says nothing else.
    private static func onlyBounds(_ timing: Timing) -> Period? {
        guard timing.code == nil, case .period(let span)? = timing.repeat?.bounds else { return nil }
        var alone = Timing.Repeat()
        alone.bounds = .period(span)
        return timing.repeat == alone ? span : nil
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

    /// SPM, or OBR-15 before 2.5 → Specimen.
    private mutating func mapSpecimens(_ order: MessageGroups.Order, isReported: Bool) -> [Reference] {
        var references: [Reference] = []
        for spm in order.specimens {
            let key = ActorKey.specimen(spm.place.sequence)
            // One specimen of several orders.
            if let known = actors[key] {
                references.append(known)
                continue
            }
            var resource = Specimen()
            let id = spm[2][1]
            resource.identifier = [
                entityIdentifier(id[1], type: "PGN"), entityIdentifier(id[2], type: "FGN"),
            ].compactMap { $0 }
            resource.type = concept(spm[4], table: "0487")
            resource.subject = patient.reference == nil ? nil : patient
            resource.receivedTime = dateTime(spm[18])
            var collection = Specimen.Collection()
            collection.method = concept(spm[7], table: "0488")
            collection.bodySite = concept(spm[8])
            if let amount = spm[12].text.flatMap({ Self.number($0) }) {
                collection.quantity = Quantity(value: amount.value, unit: spm[12][1][2].text)
            }
            if spm[17][1][2].hasValue {
                collection.collected = period(from: spm[17][1][1], to: spm[17][1][2]).map { .period($0) }
            } else {
                collection.collected = dateTime(spm[17]).map { .dateTime($0) }
            }
            if collection != Specimen.Collection() { resource.collection = collection }
            resource.condition = concepts(spm[24], table: "0493")
            let additives = concepts(spm[6], table: "0371")
            let containers = [concept(spm[27])].compactMap { $0 }
            if !additives.isEmpty || !containers.isEmpty {
                let kinds = max(additives.count, containers.count)
                resource.container = (0..<kinds).map { position in
                    var container = Specimen.Container()
                    if position < containers.count { container.type = containers[position] }
                    if position < additives.count { container.additive = .codeableConcept(additives[position]) }
                    return container
                }
            }
            if let accession = entityIdentifier(spm[30][1]) { resource.accessionIdentifier = accession }
            resource.identifier += identifiers(spm[31])
            if let shipment = entityIdentifier(spm[32][1], type: "SHIP") { resource.identifier.append(shipment) }
            switch spm[20].text {
            case "Y": resource.status = .available
            case "N": resource.status = .unavailable
            default: if spm[21].hasValue { resource.status = .unsatisfactory }
            }
            resource.parent = parents(of: spm)
            resource.note = spm[14].repetitions.compactMap { words($0) }.map { Annotation(text: $0) }
            resource.note += (groups.specimenNotes[spm.place.sequence] ?? []).compactMap { note($0) }
            addCollection(of: order, to: &resource)
            let reference = add(resource, of: spm.place)
            actors[key] = reference
            references.append(reference)
            specimenResults += (groups.specimenObservations[spm.place.sequence] ?? []).compactMap {
                mapObservation($0, in: nil, specimen: reference)
            }
        }
        if references.isEmpty, let obr = order.obr {
            // When something was observed (OBR-7) stands on its report and makes no specimen: an image has none.
            guard !isReported || [9, 10, 14, 15, 39].contains(where: { obr[$0].hasValue }) else { return [] }
            var resource = Specimen()
            let source = obr[15]
            if source.hasValue {
                let component = source[1][1]
                resource.type =
                    component[2] == nil && component[3] == nil
                    ? concept(source, table: "0070")
                    : CodeableConcept(
                        coding: [Coding(code: component[1], display: component[2])], text: component[2] ?? component[1])
            }
            addCollection(of: order, to: &resource)
            resource.receivedTime = dateTime(obr[14])
            guard resource != Specimen() else { return [] }
            resource.subject = patient.reference == nil ? nil : patient
            references.append(add(resource, of: source.place))
        }
        return references
    }

    /// SPM-3: specimens that this one was taken from, known by their numbers.
    private mutating func parents(of spm: Segment) -> [Reference] {
        spm[3].repetitions.compactMap { pair in
            var parent = Specimen()
            parent.identifier = [
                entityIdentifier(pair[1], type: "PGN"), entityIdentifier(pair[2], type: "FGN"),
            ].compactMap { $0 }
            guard !parent.identifier.isEmpty else { return nil }
            parent.subject = patient.reference == nil ? nil : patient
            return actor(parent, called: nil, of: pair.place, key: .parentSpecimen(pair.wholeText ?? ""))
        }
    }

    /// What OBR says of how the specimen was collected: by whom (10), how much (9), and what the collector remarked (39).
    private mutating func addCollection(of order: MessageGroups.Order, to specimen: inout Specimen) {
        guard let obr = order.obr else { return }
        var collection = specimen.collection ?? Specimen.Collection()
        collection.collector = practitioners(obr[10]).first
        if collection.quantity == nil, let amount = obr[9].text.flatMap({ Self.number($0) }) {
            collection.quantity = Quantity(value: amount.value, unit: obr[9][1][2].text)
        }
        if collection.collected == nil {
            collection.collected =
                obr[8].hasValue
                ? period(from: obr[7][1][1], to: obr[8][1][1]).map { .period($0) }
                : dateTime(obr[7]).map { .dateTime($0) }
        }
        specimen.note += obr[39].repetitions.compactMap { words($0) }.map { Annotation(text: $0) }
        if collection != Specimen.Collection() { specimen.collection = collection }
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
