import FHIR
import HL7v2
import Profiles
import RecordTypes

/// What makes two identifiers the same number.
private struct NumberOfSystem: Hashable {
    let system: String?
    let value: String?

    init(_ identifier: Identifier) { (system, value) = (identifier.system, identifier.value) }
}

/// MRG: numbers that end, move or are corrected. What becomes of them depends on the event; the profiles say which is which.
enum MergeKind: String {
    /// Two records of one person become one: PID's survives.
    case patient
    /// One patient gets other identifiers.
    case identifier
    /// Identifiers go over to another patient; both stay.
    case move
    case account, visit
}

extension MessageMapping {
    var mergeKind: MergeKind? {
        guard groups.merge != nil, let event = triggerEvent else { return nil }
        return profiles.map("merge-kind-v2", system: "", code: event).flatMap { MergeKind(rawValue: $0) }
    }

    /// MSH-9.2, or EVN-1 in messages from before 2.3.
    var triggerEvent: String? {
        let type = message.header[9][1]
        return type[2].text ?? groups.events.first?[1].text ?? type[1].text.flatMap { Self.impliedEvents[$0] }
    }

    /// Message types that had one event, and no need to name it, in versions 2.1 and 2.2.
    private static let impliedEvents = ["ORU": "R01", "ORM": "O01", "DFT": "P03", "VXU": "V04"]

    /// A hospital's merge joins its own numbers. Two national identifiers are two people until the population register says otherwise.
    mutating func checkMerge() {
        if groups.merge == nil, let event = triggerEvent, profiles.map("merge-kind-v2", system: "", code: event) != nil
        {
            report(
                .warning, "hl7-merge-without-mrg", .required, "A merge does not say what it merges.",
                at: message.header[9].place, rule: "HL7 v2 3.3: MRG is required", remedy: "Send MRG behind PID.")
        }
        guard mergeKind != nil, let mrg = groups.merge, !groups.patients.isEmpty else { return }
        let surviving = Set(knownPersons(patientIdentifiers))
        let ending = knownPersons(oldIdentifiers(mrg))
        if !ending.allSatisfy(surviving.contains) {
            report(
                .error, "hl7-merge-of-persons", .multipleMatches,
                "MRG names the national identifier of another person.",
                at: mrg[1].place, rule: "One record concerns one person.",
                remedy:
                    "Merge local numbers only; what belongs to the other person is submitted anew for the right one.")
        }
    }

    private func knownPersons(_ repetitions: [Repetition]) -> [PersonIdentifier] {
        repetitions.compactMap { repetition in
            guard let system = personSystem(of: repetition), let number = repetition[1].text else { return nil }
            return try? system.identifier(number)
        }
    }

    /// MRG-1, and MRG-2 and MRG-4 from older versions.
    private func oldIdentifiers(_ mrg: Segment) -> [Repetition] {
        [1, 2, 4].flatMap { mrg[$0].repetitions }.filter { $0[1].hasValue }
    }

    /// What MRG says goes into the surviving Patient: a record concerns one person, so the other one is named, not repeated.
    mutating func applyMerge(to surviving: inout Patient) {
        guard let kind = mergeKind else { return }
        guard let mrg = groups.merge else { return }
        let all = uniqueIdentifiers(oldIdentifiers(mrg))
        // A number that PID goes on using has not ended.
        let kept = Set(surviving.identifier.map(NumberOfSystem.init))
        let old = all.filter { !kept.contains(NumberOfSystem($0)) }
        if old.count < all.count {
            report(
                .warning, "hl7-merge-with-itself", .value,
                "MRG ends an identifier that PID goes on using; the identifier was kept.", at: mrg[1].place,
                rule: "HL7 v2 3.4.9 MRG", remedy: "Name in MRG what ends, in PID what stays.")
        }
        switch kind {
        case .patient, .move:
            if kind == .patient {
                surviving.identifier += former(old)
                surviving.name += humanNames(mrg[7]).map { name in
                    var name = name
                    name.use = .old
                    return name
                }
            }
            surviving.link += old.map { identifier in
                Patient.Link(
                    other: Reference(type: "Patient", identifier: identifier),
                    type: kind == .patient ? .replaces : .seealso)
            }
        case .identifier: surviving.identifier += former(old)
        case .account:
            let accounts = uniqueIdentifiers(mrg[3].repetitions)
            // An account that was moved goes on under the number that PID-18 has.
            let values = Set(surviving.identifier.map(\.value))
            surviving.identifier += former(accounts.filter { !values.contains($0.value) }, type: "AN")
            if !old.isEmpty { reportForgotten(mrg[1]) }
        case .visit: if !old.isEmpty { reportForgotten(mrg[1]) }
        }
    }

    /// MRG-5 and MRG-6: what the visit was called before.
    mutating func formerVisitIdentifiers() -> [Identifier] {
        guard let mrg = groups.merge, mergeKind == .visit else { return [] }
        return former(uniqueIdentifiers(mrg[5].repetitions + mrg[6].repetitions), type: "VN")
    }

    mutating func uniqueIdentifiers(_ repetitions: [Repetition]) -> [Identifier] {
        var identifiers = UniqueList<Identifier>()
        for repetition in repetitions {
            if let identifier = identifier(repetition) { identifiers.append(identifier) }
        }
        return identifiers.values
    }

    private func former(_ identifiers: [Identifier], type: String? = nil) -> [Identifier] {
        identifiers.map { identifier in
            var identifier = identifier
            identifier.use = .old
            if identifier.type == nil, let type {
                identifier.type = fixed("http://terminology.hl7.org/CodeSystem/v2-0203", type)
            }
            return identifier
        }
    }
}
