import CDA
import FHIR
import RecordTypes

/// Who wrote, told or did what, and when: one Provenance for each who and when, with everything it holds for as targets.
struct Credits {
    struct Part: Hashable {
        let who: Reference
        /// A code of `provenance-participant-type`.
        let role: String
        let time: String?
        let end: String?

        /// Who is mostly one of few: what else there is tells the rest apart.
        func hash(into hasher: inout Hasher) {
            hasher.combine(who.reference)
            hasher.combine(time)
        }
    }

    private var positions: [Part: Int] = [:]
    private(set) var parts: [(part: Part, targets: [Reference])] = []

    mutating func add(_ part: Part, _ target: Reference) {
        if let position = positions[part] {
            if parts[position].targets.last != target { parts[position].targets.append(target) }
        } else {
            positions[part] = parts.count
            parts.append((part, [target]))
        }
    }
}

extension CDAMapping {
    /// Types with elements of their own for one author and the time of writing.
    private static let typesWithAuthor: Set<String> = [
        "Condition", "AllergyIntolerance", "MedicationRequest", "MedicationStatement", "ServiceRequest",
    ]

    /// Remembers the statement's own authors, informants and performers as far as the resource itself cannot tell them.
    mutating func credit(_ statement: ClinicalStatement, for target: Reference, of type: String) {
        let authors = statement.authors
        let isTold = authors.count == 1 && Self.typesWithAuthor.contains(type) && authors[0].entity?.device == nil
        if !isTold { for author in authors { credit(author, as: "author", for: target) } }
        // Whoever told the section told what stands in it, unless a statement names somebody else.
        let informants = statement.informants.isEmpty ? sectionInformants : statement.informants
        for informant in informants { credit(informant, as: "informant", for: target) }
        for performer in statement.performers
        where performer.time != nil || !Self.typesWithPerformer.contains(type) {
            credit(performer, as: "performer", for: target)
        }
    }

    /// Types with an element for who did it.
    private static let typesWithPerformer: Set<String> = [
        "Observation", "DiagnosticReport", "Procedure", "Immunization", "Encounter", "MedicationDispense", "CareTeam",
        "ServiceRequest", "Coverage",
    ]

    /// The authors of a concern act hold for what was of concern.
    mutating func creditConcern(_ concern: ClinicalStatement, for target: Reference) {
        for author in concern.authors { credit(author, as: "author", for: target) }
        for informant in concern.informants { credit(informant, as: "informant", for: target) }
        for performer in concern.performers { credit(performer, as: "performer", for: target) }
    }

    private mutating func credit(_ participation: Participation, as role: String, for target: Reference) {
        let time = time(participation.time)
        guard let who = participation.entity.flatMap({ actor($0) }) ?? time.map({ _ in Reference(display: "unknown") })
        else { return }
        credits.add(
            Credits.Part(who: who, role: role, time: time?.period.start ?? time?.point, end: time?.period.end), target)
    }

    /// The credits as Provenance, whose `recorded` is the time of the document: R4 wants an instant there.
    mutating func mapCredits() {
        var recorded = instant(document.effectiveTime)
        for author in document.authors where recorded == nil {
            recorded = instant(author.time?.value ?? author.time?.low)
        }
        for (number, (part, targets)) in credits.parts.enumerated() {
            guard let recorded = recorded ?? part.time.flatMap({ $0.contains("T") ? $0 : nil }) else { continue }
            let type = fixed("http://terminology.hl7.org/CodeSystem/provenance-participant-type", part.role)
            var resource = Provenance(
                target: targets, recorded: recorded, agent: [Provenance.Agent(type: type, who: part.who)])
            if let time = part.time {
                resource.occurred =
                    part.end == nil || part.end == time
                    ? .dateTime(time) : .period(Period(start: time, end: part.end))
            } else if let end = part.end {
                resource.occurred = .period(Period(end: end))
            }
            _ = add(&resource, uuid: name("Provenance", at: document.element, part: String(number)))
        }
    }
}
