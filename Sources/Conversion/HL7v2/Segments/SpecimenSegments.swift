import FHIR
import HL7v2
import RecordTypes

/// Specimens of orders and results.
extension MessageMapping {
    /// SPM, or OBR-15 before 2.5 → Specimen.
    /// - Parameter isReported: whether a report tells when something was observed (OBR-7).
    mutating func mapSpecimens(_ order: MessageGroups.Order, isReported: Bool) -> [Reference] {
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
            // When something was observed makes no specimen: an image has none.
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
}
