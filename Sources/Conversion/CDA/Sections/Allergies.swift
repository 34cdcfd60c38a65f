import CDA
import FHIR
import Profiles
import RecordTypes
import XMLReader

extension CDAMapping {
    /// A concern act with its allergies, or one allergy → AllergyIntolerances.
    mutating func allergies(_ statement: ClinicalStatement, in context: SectionContext) -> [Reference] {
        guard statement.kind == .act else { return [allergy(statement, concern: nil)] }
        var references: [Reference] = []
        for related in statement.related where related.statement.kind == .observation && !isTaken(related.statement) {
            guard ["SUBJ", "COMP", nil].contains(related.typeCode), !related.isInverted else { continue }
            let kind = kind(of: related.statement)
            guard kind == .allergy || kind == nil, related.statement.mood == .event else { continue }
            take(related.statement)
            references.append(allergy(related.statement, concern: statement, isDenied: related.isNegated))
            references += mapRemaining(below: related.statement, in: context)
        }
        return references
    }

    /// The participant that causes it: typeCode CSM, role MANU.
    func substance(of statement: ClinicalStatement) -> ParticipantRole? {
        agents(of: statement).first?.role
    }

    private func agents(of statement: ClinicalStatement) -> [Participation] {
        statement.participants.filter { $0.typeCode == "CSM" && $0.role != nil }
    }

    /// - Parameter isDenied: whether the link that leads here from the concern is negated.
    private mutating func allergy(
        _ statement: ClinicalStatement, concern: ClinicalStatement?, isDenied: Bool = false
    ) -> Reference {
        if relatedSubject(of: statement) != nil { return familyHistory(statement, concern: concern) }
        var resource = AllergyIntolerance(patient: patient)
        resource.encounter = encounter
        resource.identifier = identifiers(statement.ids + (concern?.ids ?? []))
        let kinds = statement.values.compactMap { value -> ConceptDescriptor? in
            if case .concept(let concept) = AnyValue(value) { concept } else { nil }
        }
        for kind in kinds {
            if resource.type == nil {
                resource.type = mapped("allergy-type", kind).flatMap { .init(rawValue: $0.code) }
            }
            if let category = mapped("allergy-category", kind).flatMap({
                AllergyIntolerance.Category(rawValue: $0.code)
            }),
                !resource.category.contains(category)
            {
                resource.category.append(category)
            }
        }
        mapAgent(
            statement, kinds: kinds, isNegated: statement.isNegated || concern?.isNegated == true || isDenied,
            into: &resource)
        mapStatus(statement, concern: concern, into: &resource)
        switch time(statement.effectiveTime) {
        case .dateTime(let text)?: resource.onset = .dateTime(text)
        case .period(let period)?:
            if period.end == nil, let start = period.start {
                resource.onset = .dateTime(start)
            } else {
                resource.onset = .period(period)
            }
        case nil: break
        }
        resource.recorder = recorder(statement)
        resource.recordedDate = recordedTime(statement) ?? concern.flatMap { recordedTime($0) }
        resource.criticality =
            takeRelated(statement, [.criticality]).compactMap { $0.values.first }
            .compactMap { self.mapped("criticality", ConceptDescriptor($0))?.code }
            .compactMap(AllergyIntolerance.Criticality.init(rawValue:)).first
        mapReactions(statement, into: &resource)
        resource.note += notes(statement) + (concern.map { notes($0) } ?? [])
        resource.extension += kindExtensions(statement)
        resource.extension += concern.flatMap { concernExtension($0) }.map { [$0] } ?? []
        if let concern { resource.extension += participantExtensions(of: concern) }
        let reference = add(resource, from: statement)
        if let concern {
            creditConcern(concern, for: reference)
            for key in concern.ids.compactMap(\.key) where statements[key] == nil { statements[key] = reference }
        }
        return reference
    }

    /// type and category are R4's own few codes: the source's finer ones (propensity to adverse reaction to food) stand beside.
    private mutating func kindExtensions(_ statement: ClinicalStatement) -> [Extension] {
        let codes = [statement.code].compactMap { $0 } + statement.values.map(ConceptDescriptor.init)
        return codes.compactMap { self.concept($0) }.filter { !$0.coding.isEmpty }
            .map { Extension(url: ExtensionURL.sourceCode, value: .codeableConcept($0)) }
    }

    /// The agent; a negation never leaves the code of something that the patient does not have.
    private mutating func mapAgent(
        _ statement: ClinicalStatement, kinds: [ConceptDescriptor], isNegated: Bool,
        into resource: inout AllergyIntolerance
    ) {
        let entity = substance(of: statement)?.playingEntity
        let code = entity?.child(.code).map(ConceptDescriptor.init)
        var agent = concept(code)
        let agents = agents(of: statement)
        if agents.count == 1 || isNegated, let first = agents.first, concept(first.role?.code) == nil { take(first) }
        if agent == nil, let name = entity?.child(.name)?.plainText { agent = CodeableConcept(text: name) }
        if isNegated {
            // "No drug allergy" may only be said of drugs at large: with one substance named it holds for that substance.
            let isAtLarge = agent == nil || code?.code == "105590001"
            let candidates = [code].compactMap { $0 } + (isAtLarge ? kinds : [])
            if let none = candidates.compactMap({ self.mapped("no-known-allergy", $0) }).first {
                resource.code = fixed(none.system ?? CodeSystemURI.snomed, none.code, none.display)
            } else if isAtLarge {
                resource.code = fixed(CodeSystemURI.snomed, "716186003", "No known allergy")
            } else {
                let words = agent?.text ?? agent?.coding.first?.display ?? agent?.coding.first?.code ?? ""
                resource.code = CodeableConcept(text: "No known allergy to \(words)")
                // The substance must not stand where a reader would take it for an allergy; this mark modifies the resource.
                if let agent {
                    resource.modifierExtension.append(
                        Extension(url: ExtensionURL.negatedValue, value: .codeableConcept(agent)))
                }
            }
            return
        }
        if agent == nil {
            // The finding itself may say it all: "no known allergies", or an allergy without a separate agent.
            agent =
                kinds.compactMap { self.concept($0) }.first
                ?? text(of: statement).map { CodeableConcept(text: $0) }
        } else if !kinds.isEmpty, resource.type == nil, resource.category.isEmpty {
            // A kind that no map knows is kept beside the agent.
            for kind in kinds {
                if let note = concept(kind) { resource.note.append(Annotation(text: note.text ?? "")) }
            }
            resource.note.removeAll { $0.text.isEmpty }
        }
        resource.code = agent ?? CodeableConcept(text: "unknown")
    }

    private mutating func mapStatus(
        _ statement: ClinicalStatement, concern: ClinicalStatement?, into resource: inout AllergyIntolerance
    ) {
        let isError = statement.statusCode == "nullified" || concern?.statusCode == "nullified"
        resource.verificationStatus = fixed(
            CodeSystemURI.allergyVerification,
            isError ? "entered-in-error" : isGivenUp(statement) ? "unconfirmed" : "confirmed")
        let status = takeRelated(statement, [.allergyStatus, .problemStatus]).compactMap { $0.values.first }
            .compactMap { self.mapped("allergy-status", ConceptDescriptor($0))?.code }.first
        guard !isError else { return }  // ait-2
        var clinical = status ?? mapped("concern-status", concern?.statusCode) ?? "active"
        if hasEnded(statement.effectiveTime), clinical == "active" { clinical = "resolved" }
        resource.clinicalStatus = fixed(CodeSystemURI.allergyClinical, clinical)
    }

    private mutating func mapReactions(_ statement: ClinicalStatement, into resource: inout AllergyIntolerance) {
        let overall = severity(statement)
        for related in statement.related where !isTaken(related.statement) {
            let kind = kind(of: related.statement)
            guard kind == .reaction || (related.typeCode == "MFST" && related.statement.kind == .observation) else {
                continue
            }
            let reaction = related.statement
            guard reaction.mood == .event else { continue }
            take(reaction)
            // A negation on the link alone has no place in R4: the reaction is then reported as lost.
            if !related.isNegated || reaction.isNegated { keepAttendant(reaction, of: statement) }
            guard !reaction.isNegated, !related.isNegated, reaction.subject == nil else {
                // Its severity is of something that the patient did not have.
                _ = severity(reaction)
                continue
            }
            let manifestations = reaction.values.compactMap { value -> CodeableConcept? in
                switch AnyValue(value) {
                case .concept(let concept): return self.concept(concept)
                case .text(let data):
                    return (data.inlineText ?? data.reference.flatMap { narrative.text(of: $0) }).map {
                        CodeableConcept(text: $0)
                    }
                default: return nil
                }
            }
            let words = text(of: reaction).map { CodeableConcept(text: $0) } ?? CodeableConcept(text: "unknown")
            resource.reaction.append(
                AllergyIntolerance.Reaction(
                    manifestation: manifestations.isEmpty ? [words] : manifestations,
                    onset: time(reaction.effectiveTime)?.point, severity: severity(reaction) ?? overall,
                    note: notes(reaction)))
        }
        if resource.reaction.isEmpty, let overall {
            resource.reaction = [
                AllergyIntolerance.Reaction(manifestation: [CodeableConcept(text: "unknown")], severity: overall)
            ]
        }
    }

    private mutating func severity(_ statement: ClinicalStatement) -> AllergyIntolerance.Reaction.Severity? {
        takeRelated(statement, [.severity]).compactMap { $0.values.first }
            .compactMap { self.mapped("reaction-severity", ConceptDescriptor($0))?.code }
            .compactMap(AllergyIntolerance.Reaction.Severity.init(rawValue:)).first
    }
}
