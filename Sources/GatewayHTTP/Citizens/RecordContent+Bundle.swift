import FHIR
import JSONText
import RecordTypes
import WebPages

/// A normalised record as values for its page. An entry that cannot be read is left out of the lists; narrative comes through
/// ``NarrativeText`` alone.
extension RecordContent {
    init(_ parts: BundleParts) {
        var patient: FHIR.Patient?
        var sections: [RecordContent.Section] = []
        var rows: [StructuredList.Kind: [[String]]] = [:]
        var medications: [String: String] = [:]
        let entries = parts.entries.compactMap { entry -> Bundle.Entry? in
            guard let json = try? JSONValue(parsing: entry.bytes) else { return nil }
            return try? Bundle.Entry(reading: json)
        }
        for case (let url?, .medication(let medication)?) in entries.map({ ($0.fullUrl, $0.resource) }) {
            medications[url] = medication.code?.words
        }
        for resource in entries.compactMap(\.resource) {
            switch resource {
            case .patient(let found): patient = patient ?? found
            case .composition(let composition): sections = composition.section.map { RecordContent.Section($0) }
            default:
                if let row = resource.row(medications) { rows[row.kind, default: []].append(row.cells) }
            }
        }
        self.init(
            patient: patient.map { RecordContent.Patient($0) },
            lists: StructuredList.Kind.allCases.compactMap { kind in rows[kind].map { StructuredList(kind, rows: $0) }
            },
            sections: sections)
    }
}

extension RecordContent.Patient {
    fileprivate init(_ patient: FHIR.Patient) {
        let name = patient.name.first.map { name in
            name.text ?? (name.given + [name.family].compactMap { $0 }).joined(separator: " ")
        }
        self.init(name: name, birthDate: patient.birthDate, identifiers: patient.identifier.compactMap(\.value))
    }
}

extension RecordContent.Section {
    fileprivate init(_ section: Composition.Section) {
        self.init(
            title: section.title ?? section.code?.words ?? "–",
            blocks: section.text.map { NarrativeText.blocks(of: $0.div) } ?? [],
            sections: section.section.map { RecordContent.Section($0) })
    }
}

extension AnyResource {
    /// The resource as a row of one of the lists; nil for what is in no list.
    /// - Parameter medications: words of Medication resources by their full URL.
    fileprivate func row(_ medications: [String: String]) -> (kind: RecordContent.StructuredList.Kind, cells: [String])?
    {
        switch self {
        case .condition(let condition):
            (.problems, [condition.code.shown, condition.code.codes, condition.onset?.shown ?? ""])
        case .allergyIntolerance(let allergy):
            (
                .allergies,
                [
                    allergy.code.shown, allergy.code.codes,
                    allergy.reaction.flatMap(\.manifestation).compactMap(\.words).joined(separator: ", "),
                ]
            )
        case .medicationStatement(let statement):
            switch statement.medication {
            case .codeableConcept(let concept): (.medicines, [concept.shown, concept.codes, statement.dosage.shown])
            case .reference(let reference): (.medicines, [reference.shown(medications), "", statement.dosage.shown])
            }
        case .medicationRequest(let request):
            switch request.medication {
            case .codeableConcept(let concept):
                (.medicines, [concept.shown, concept.codes, request.dosageInstruction.shown])
            case .reference(let reference):
                (.medicines, [reference.shown(medications), "", request.dosageInstruction.shown])
            }
        case .medicationDispense(let dispense):
            switch dispense.medication {
            case .codeableConcept(let concept):
                (.medicines, [concept.shown, concept.codes, dispense.dosageInstruction.shown])
            case .reference(let reference):
                (.medicines, [reference.shown(medications), "", dispense.dosageInstruction.shown])
            }
        case .observation(let observation):
            // A panel without a value of its own is shown by its members; one about another statement (its severity, its
            // status) is shown there.
            if observation.value == nil && observation.component.isEmpty && !observation.hasMember.isEmpty
                || !observation.focus.isEmpty
            {
                nil
            } else {
                (
                    .results,
                    [
                        observation.code.shown, observation.shownValue, observation.referenceRange.first?.shown ?? "",
                        observation.effective?.shown ?? "",
                    ]
                )
            }
        case .immunization(let immunization):
            (
                .immunisations,
                [immunization.vaccineCode.shown, immunization.vaccineCode.codes, immunization.occurrence.shown]
            )
        case .procedure(let procedure):
            (.procedures, [procedure.code.shown, procedure.code.codes, procedure.performed?.shown ?? ""])
        case .encounter(let encounter):
            (
                .encounters,
                [
                    encounter.type.first?.words ?? encounter.class.display ?? encounter.class.code ?? "–",
                    encounter.period?.start ?? "", encounter.period?.end ?? "",
                ]
            )
        default: nil
        }
    }
}
