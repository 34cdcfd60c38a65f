import CDA
import FHIR
import Profiles
import RecordTypes
import XMLReader

extension CDAMapping {
    /// observation → Observation, with its components below as members.
    /// - Parameter code: what was observed, where the statement above says it.
    mutating func observation(
        _ statement: ClinicalStatement, in context: SectionContext, code: CodeableConcept? = nil
    ) -> Reference {
        var resource = Observation(
            status: observationStatus(statement), code: estonianAnalyte(statement) ?? code ?? observationCode(statement)
        )
        resource.identifier = identifiers(statement.ids)
        resource.category = observationCategories(in: context, of: statement)
        resource.subject = patient
        resource.encounter = encounter
        resource.focus = focus(statement)
        resource.basedOn = basis(
            of: statement,
            allowed: [
                "CarePlan", "DeviceRequest", "ImmunizationRecommendation", "MedicationRequest", "NutritionOrder",
                "ServiceRequest",
            ])
        if let time = time(statement.effectiveTime) {
            switch time {
            case .dateTime(let text): resource.effective = .dateTime(text)
            case .period(let period): resource.effective = .period(period)
            }
        }
        resource.performer = performers(statement)
        if resource.performer.isEmpty, let author = recorder(statement) { resource.performer = [author] }
        if let result = takeEstonianResult(of: statement) {
            mapValues(result, unitOf: statement, into: &resource)
            mapEstonianResult(result, into: &resource)
        } else {
            mapValues(statement, into: &resource)
        }
        resource.interpretation = statement.interpretations.compactMap { interpretation($0) }
        resource.method = joined(statement.methods)
        resource.bodySite = site(of: statement, into: &resource.extension)
        resource.extension += priorityExtension(statement)
        resource.derivedFrom += externalDocuments(of: statement)
        resource.referenceRange = statement.referenceRanges.compactMap { referenceRange($0) }
        shareUnit(of: &resource)
        resource.specimen = specimen(statement)
        for device in statement.participants where device.typeCode == "DEV" && resource.device == nil {
            guard let role = device.role else { continue }
            take(device)
            resource.device = productInstance(role)
        }
        resource.note += notes(statement)
        resource.hasMember = members(statement, in: context)
        applyNegation(statement, to: &resource)
        if resource.value == nil, resource.dataAbsentReason == nil, resource.hasMember.isEmpty,
            resource.component.isEmpty
        {
            let flavor = statement.values.first?.nullFlavor ?? statement.nullFlavor ?? .unknown
            resource.dataAbsentReason = fixed(CodeSystemURI.dataAbsentReason, flavor.dataAbsentReason)
        }
        resource.gatherValues()
        // What has a value is more than registered: not final yet.
        if resource.status == .registered, resource.value != nil || !resource.component.isEmpty {
            resource.status = .preliminary
        }
        resource.takeShapeOfVitalSign()
        return add(&resource, from: statement)
    }

    /// What an observation is about, when not about the patient as such: another statement, a fetus, a donor.
    mutating func focus(_ statement: ClinicalStatement) -> [Reference] {
        (attended.map { [$0] } ?? []) + (relatedSubject(of: statement).map { [subject($0)] } ?? [])
    }

    /// R4 has one site for an Observation. Codes of other lists say the same site once more; a second code of one list is another
    /// site, which stands beside it and is reported.
    mutating func site(of statement: ClinicalStatement, into extensions: inout [Extension]) -> CodeableConcept? {
        var sites = concepts(statement.targetSites)
        guard !sites.isEmpty else { return nil }
        var first = sites.removeFirst()
        for other in sites where other != first {
            let systems = first.coding.map(\.system)
            if other.coding.allSatisfy({ !systems.contains($0.system) || first.coding.contains($0) }) {
                first.coding += other.coding.filter { !first.coding.contains($0) }
                first.extension += other.extension
                continue
            }
            extensions.append(Extension(url: ExtensionURL.sourceCode, value: .codeableConcept(other)))
            findings.add(
                .information, "cda-further-site", .informational,
                "An observation names several sites; R4 has room for one, the others stand beside it.",
                at: statement.element, rule: "FHIR R4: Observation.bodySite",
                remedy: "Send one observation for each site.")
        }
        return first
    }

    /// Several codes for one element of R4: all of them are codings of it.
    mutating func joined(_ codes: [ConceptDescriptor]) -> CodeableConcept? {
        let all = concepts(codes)
        guard var first = all.first else { return nil }
        for other in all.dropFirst() {
            first.coding += other.coding.filter { !first.coding.contains($0) }
            first.extension += other.extension
        }
        return first
    }

    /// Observations right below that are parts of this one. Estonian documents put the result of an analysis there.
    private mutating func members(_ statement: ClinicalStatement, in context: SectionContext) -> [Reference] {
        var members: [Reference] = []
        for related in parts(of: statement) where !isTaken(related.statement) {
            let part = related.statement
            guard ["COMP", "REFR", "SPRT", nil].contains(related.typeCode), part.mood == .event else { continue }
            switch part.kind {
            case .observation where related.typeCode == "REFR" && isSameTest(part, statement):
                // XD-LAB refers to results of before: no part of this one.
                loose += map(part, in: context)
            case .observation: members += map(part, in: context)
            case .organizer where part.subject == nil && !related.isNegated:
                // The susceptibilities of an isolate.
                take(part)
                members.append(panel(part, in: context))
                members += mapRemaining(below: part, in: context)
            default: continue
            }
        }
        return only("Observation", members)
    }

    private func isSameTest(_ one: ClinicalStatement, _ other: ClinicalStatement) -> Bool {
        guard let code = one.code, code.code != nil else { return false }
        return code.code == other.code?.code && code.codeSystem == other.code?.codeSystem
    }

    mutating func observationStatus(_ statement: ClinicalStatement) -> Observation.Status {
        // What is part of a group that was taken back was taken back with it.
        if let outer = statement.element.parent?.parent, outer.isNamed(.organizer),
            outer.child(.statusCode)?.isWord(.code, "nullified") == true
        {
            return .enteredInError
        }
        return mapped("result-status", statement.statusCode).flatMap(Observation.Status.init(rawValue:)) ?? .final
    }

    /// The code; the analyte in the specimen (Estonia) or the text where there is none.
    mutating func observationCode(_ statement: ClinicalStatement) -> CodeableConcept {
        if let code = concept(statement.code) { return code }
        for specimen in statement.element.children where specimen.isNamed(.specimen) {
            let role = specimen.children.first { $0.isNamed(.specimenRole) }
            let entity = role?.children.first { $0.isNamed(.specimenPlayingEntity) }
            if let code = entity?.children.first(where: { $0.isNamed(.code) }).flatMap({
                concept(ConceptDescriptor($0))
            }) {
                return code
            }
        }
        if let words = text(of: statement) { return CodeableConcept(text: words) }
        var unknown = CodeableConcept(text: "unknown")
        unknown.extension = [absent(statement.code?.nullFlavor ?? .unknown)]
        return unknown
    }

    mutating func observationCategories(in context: SectionContext, of statement: ClinicalStatement)
        -> [CodeableConcept]
    {
        let code: String? =
            switch context.kind {
            case .vitalSigns?: "vital-signs"
            case .results?: memberClass(of: statement, in: context)?.rawValue ?? "laboratory"
            case .socialHistory?, .pregnancy?: "social-history"
            case .procedures?: "procedure"
            case .functionalStatus?, .mentalStatus?, .nutrition?: "survey"
            case .physicalFindings?, .findings?: "exam"
            case .imagingCatalog?: "imaging"
            default: nil
            }
        if kind(of: statement) == .vitalSign, code == nil {
            return [fixed(CodeSystemURI.observationCategory, "vital-signs")]
        }
        return code.map { [fixed(CodeSystemURI.observationCategory, $0)] } ?? []
    }

    /// interpretationCode → v3-ObservationInterpretation; words such as `High` become its codes and stay as text.
    mutating func interpretation(_ code: ConceptDescriptor) -> CodeableConcept? {
        if let text = code.code, code.codeSystem == nil || code.codeSystem == "2.16.840.1.113883.5.83" {
            if let target = profiles.mappedCode("interpretation", system: "", code: text) {
                var result = fixed(CodeSystemURI.interpretation, target.code, target.display)
                result.text = code.displayName ?? (text == target.code ? nil : text)
                reached.insert(code.element)
                return result
            }
        }
        return concept(code)
    }

}
