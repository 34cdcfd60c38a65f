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
            let isAllergy =
                kind == .allergy || kind == nil || kind == .problem && substance(of: related.statement) != nil
            guard isAllergy, related.statement.mood == .event else { continue }
            take(related.statement)
            let made = allergy(related.statement, concern: statement, isDenied: related.isNegated)
            references.append(made)
            references += mapRemaining(below: related.statement, in: context, about: made)
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
        var kinds = statement.values.compactMap { value -> ConceptDescriptor? in
            if case .concept(let concept) = AnyValue(value) { concept } else { nil }
        }
        // eHDSI tells the kind in the observation's own code.
        if let code = statement.code, isAllergyKind(code) { kinds.append(code) }
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
        let isNegated = statement.isNegated || concern?.isNegated == true || isDenied
        mapAgent(statement, kinds: kinds, isNegated: isNegated, into: &resource)
        mapStatus(statement, concern: concern, isNegated: isNegated, into: &resource)
        mapCourse(statement, into: &resource)
        resource.recorder = recorder(statement)
        resource.recordedDate = recordedTime(statement) ?? concern.flatMap { recordedTime($0) }
        resource.criticality =
            takeRelated(statement, [.criticality]).compactMap { $0.values.first }
            .compactMap { self.mapped("criticality", ConceptDescriptor($0))?.code }
            .compactMap(AllergyIntolerance.Criticality.init(rawValue:)).first
        mapReactions(statement, into: &resource)
        // Nobody reacted to what there is no allergy to.
        if isNegated { resource.reaction = [] }
        correctWords(of: &resource, statement)
        resource.note += notes(statement) + (concern.map { notes($0) } ?? [])
        resource.extension += kindExtensions(statement)
        resource.extension += concern.flatMap { concernExtension($0) }.map { [$0] } ?? []
        if let concern { resource.extension += participantExtensions(of: concern) }
        let reference = add(&resource, from: statement)
        addFurtherAgents(of: statement, beside: resource)
        if let concern {
            creditConcern(concern, for: reference)
            for key in concern.ids.compactMap(\.key) { remember(reference, of: key) }
        }
        return reference
    }

    /// Whether a code says what kind of allergy it is: to a medicine, a food; an intolerance.
    func isAllergyKind(_ concept: ConceptDescriptor) -> Bool {
        mapped("allergy-type", concept) != nil || mapped("allergy-category", concept) != nil
    }

    /// When it began; when it ended stands beside it, as R4 has an onset only.
    private mutating func mapCourse(_ statement: ClinicalStatement, into resource: inout AllergyIntolerance) {
        switch time(statement.effectiveTime) {
        case .dateTime(let text)?: resource.onset = .dateTime(text)
        case .period(var period)?:
            if let end = period.end {
                resource.extension.append(
                    Extension(url: ExtensionURL.effectiveTime, value: .period(Period(end: end))))
                period.end = nil
            }
            if let start = period.start, period.extension.isEmpty {
                resource.onset = .dateTime(start)
            } else if period.start != nil || !period.extension.isEmpty {
                resource.onset = .period(period)
            }
        case nil: break
        }
    }

    /// A reference of the agent's code that leads to the words of the reaction ("Hives") would name the allergy after it.
    private mutating func correctWords(of resource: inout AllergyIntolerance, _ statement: ClinicalStatement) {
        guard let words = resource.code?.text, let name = resource.code?.coding.lazy.compactMap(\.display).first,
            name != words, resource.reaction.contains(where: { $0.manifestation.contains { $0.text == words } })
        else { return }
        findings.addOnce(
            words, .information, "cda-words-of-reaction", .value,
            "The words that an allergy's agent refers to are those of the reaction; the name of its code was taken.",
            at: statement.element, rule: "CDA R2 data types: CD.originalText",
            remedy: "Let originalText of the agent lead to the words for the agent.")
        resource.code?.text = name
    }

    /// Several agents of one observation are several allergies: a reader looks for each under its own code.
    private mutating func addFurtherAgents(of statement: ClinicalStatement, beside resource: AllergyIntolerance) {
        guard resource.modifierExtension.isEmpty, !statement.isNegated, resource.code?.coding.isEmpty == false else {
            return
        }
        for (position, agent) in agents(of: statement).enumerated().dropFirst() {
            let entity = agent.role?.playingEntity
            guard
                let code = concept(entity?.child(.code).map(ConceptDescriptor.init))
                    ?? entity?.child(.name)?.plainText.map({ CodeableConcept(text: $0) }),
                code != resource.code, !code.coding.contains(where: { resource.code?.coding.contains($0) == true })
            else { continue }
            var further = resource
            further.code = code
            further.identifier = []
            loose.append(
                add(&further, uuid: name("AllergyIntolerance", at: statement.element, part: "agent \(position)")))
        }
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
            let absence = statement.code.flatMap { $0.isAbsentOrUnknown ? $0 : nil }
            agent =
                concept(absence)
                ?? kinds.filter { $0.element.isNamed(.value) }.compactMap { self.concept($0) }.first
                ?? text(of: statement).map { CodeableConcept(text: $0) } ?? kinds.compactMap { self.concept($0) }.first
        } else {
            // A value that no map knows as a kind is kept beside the agent, whatever kind the code tells.
            let told = kinds.filter { $0.element.isNamed(.value) }
            let isKnown = told.contains(where: isAllergyKind)
            for value in isKnown ? [] : told {
                guard let note = concept(value), note.coding.isEmpty || note.coding != agent?.coding else { continue }
                resource.note.append(Annotation(text: note.text ?? ""))
            }
            resource.note.removeAll { $0.text.isEmpty }
        }
        resource.code = agent ?? CodeableConcept(text: "unknown")
    }

    private mutating func mapStatus(
        _ statement: ClinicalStatement, concern: ClinicalStatement?, isNegated: Bool,
        into resource: inout AllergyIntolerance
    ) {
        let isError = statement.statusCode == "nullified" || concern?.statusCode == "nullified"
        let statuses = takeRelated(statement, [.allergyStatus, .problemStatus]).compactMap { $0.values.first }
            .map(ConceptDescriptor.init)
        let certainty = certainty(of: statement, statuses: statuses)
        let verification: String =
            switch certainty {
            case _ where isError: "entered-in-error"
            // That an allergy is absent was said already, in the place of its code.
            case _ where isNegated: "confirmed"
            case "provisional"?, "differential"?: "unconfirmed"  // R4 has no finer ones for allergies
            case let certainty?: certainty
            case nil: isGivenUp(statement) ? "unconfirmed" : "confirmed"
            }
        resource.verificationStatus = fixed(CodeSystemURI.allergyVerification, verification)
        let status = statuses.compactMap { self.mapped("allergy-status", $0)?.code }.first
        guard verification != "entered-in-error" else { return }  // ait-2
        var clinical =
            status ?? (isWithdrawn(statement) ? "inactive" : nil) ?? mapped("concern-status", concern?.statusCode)
            ?? "active"
        let isOnlyTracked = status == nil && !isWithdrawn(statement) && concern?.statusCode == "completed"
        // A status that is told in so many words counts before an end: nobody is to miss an allergy that is called active.
        if hasEnded(statement.effectiveTime), status == nil, clinical == "active" || isOnlyTracked {
            clinical = "resolved"
        }
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
                    return text(of: data).map {
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
