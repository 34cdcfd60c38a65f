import CDA
import FHIR
import Profiles
import RecordTypes
import XMLReader

extension CDAMapping {
    /// A clinical statement and all below it → resources; gives references to those that the section shall list.
    ///
    /// Template (or code) decides; without a known one the section's kind and the element's own name do. Whatever hangs below
    /// and was not taken up becomes resources of its own. Nothing is dropped without a finding.
    mutating func map(_ statement: ClinicalStatement, in context: SectionContext) -> [Reference] {
        guard !isTaken(statement) else { return [] }
        take(statement)
        guard checkMood(statement) else { return [] }
        guard depth < Self.depthLimit else {
            findings.add(
                .error, "cda-too-deep", .tooLong, "Statements lie deeper in one another than is converted.",
                at: statement.element,
                rule: "Ankur limits", remedy: "Send a flatter document.")
            return []
        }
        depth += 1
        defer { depth -= 1 }
        guard let own = statement.subject?.child(.relatedSubject) else { return mapWhole(statement, in: context) }
        let outer = (relative, attended)
        (relative, attended) = (own, nil)
        defer { (relative, attended) = outer }
        return mapWhole(statement, in: context)
    }

    private mutating func mapWhole(_ statement: ClinicalStatement, in context: SectionContext) -> [Reference] {
        // Only whole entries: parts copied from one entry to the next say something of what they stand in.
        if relative == nil, statement.element.parent?.isNamed(.entry) == true,
            let twin = twin(of: statement, as: expectedType(of: statement, in: context))
        {
            return [twin]
        }
        if isOnlyAbsent(statement) { return mapRemaining(below: statement, in: context) }
        let references = mapKnown(statement, in: context)
        // What hangs below an act around several problems is told of none of them.
        let owners = references.filter { type(of: $0).map(Self.typesWithAttendants.contains) == true }
        return references + mapRemaining(below: statement, in: context, about: owners.count == 1 ? owners[0] : nil)
    }

    /// What a finding becomes where it stands, as far as it matters that it is no mere Observation.
    private func expectedType(of statement: ClinicalStatement, in context: SectionContext) -> String? {
        guard statement.kind == .observation else { return nil }
        return switch kind(of: statement) {
        case .problem, .functionalProblem, .cognitiveProblem: Condition.resourceType
        case .allergy: AllergyIntolerance.resourceType
        case nil where isProblem(statement, in: context): Condition.resourceType
        default: nil
        }
    }

    /// Statements below that nothing has taken up; what a relative's statement had no place for is reported as lost.
    ///
    /// What is observed below a medicine, a vaccine, a procedure, a problem or an allergy says something of it: a strength, the next
    /// dose, a course.
    /// - Parameter target: what the statement became.
    mutating func mapRemaining(
        below statement: ClinicalStatement, in context: SectionContext, about target: Reference? = nil
    ) -> [Reference] {
        let parts = parts(of: statement)
        guard !parts.isEmpty, !isClosed(statement) else { return [] }
        let outerTarget = attended
        defer { attended = outerTarget }
        if let target, type(of: target).map(Self.typesWithAttendants.contains) == true { attended = target }
        var references: [Reference] = []
        for related in parts where !isTaken(related.statement) {
            references += map(related.statement, in: context)
        }
        return references
    }

    private static let typesWithAttendants: Set<String> = [
        "MedicationStatement", "MedicationRequest", "MedicationDispense", "Immunization", "Procedure", "Condition",
        "AllergyIntolerance", "DeviceUseStatement",
    ]

    /// Statements at any depth that hang below one that was taken up, and that its resource had no place for.
    mutating func mapForgotten(below statement: ClinicalStatement, in context: SectionContext) -> [Reference] {
        let parts = parts(of: statement)
        guard !parts.isEmpty, depth < Self.depthLimit, !isClosed(statement) else { return [] }
        depth += 1
        defer { depth -= 1 }
        var references: [Reference] = []
        for related in parts {
            if !isTaken(related.statement) { references += map(related.statement, in: context) }
            references += mapForgotten(below: related.statement, in: context)
        }
        return references
    }

    /// Whether nothing below may become a resource of the patient's: definitions, unknown moods, relatives.
    private func isClosed(_ statement: ClinicalStatement) -> Bool {
        switch statement.mood {
        case nil, .criterion?: true
        case .definition?: ![.coverage, .policy].contains(kind(of: statement))
        default: statement.subject?.child(.relatedSubject) != nil
        }
    }

    /// Definitions and criteria are no facts about the patient.
    private mutating func checkMood(_ statement: ClinicalStatement) -> Bool {
        switch statement.mood {
        case .definition? where [.coverage, .policy].contains(kind(of: statement)):
            // CCD writes what an insurance covers as a definition.
            return true
        case .definition?, .criterion?:
            findings.add(
                .information, "cda-definition-not-converted", .notSupported,
                "A definition or criterion was not converted.",
                at: statement.element, rule: "HL7 v3 ActMood", remedy: "Nothing: it says nothing about the patient.")
            return false
        case nil:
            findings.add(
                .warning, "cda-unknown-mood", .codeInvalid,
                "An entry's moodCode is not one of CDA R2; the entry was not converted.",
                at: statement.element, rule: "CDA R2 4.3.6; HL7 v3 ActMood",
                remedy: "Send EVN, INT, RQO, PRMS, PRP, APT, ARQ or GOL.")
            return false
        default:
            return true
        }
    }

    /// "No information" with nothing but a nullFlavor: the narrative says what there is to say.
    private func isOnlyAbsent(_ statement: ClinicalStatement) -> Bool {
        guard statement.nullFlavor != nil, statement.values.isEmpty, statement.manufacturedProduct == nil else {
            return false
        }
        return statement.code?.codings.isEmpty ?? true
    }

    private mutating func mapKnown(_ statement: ClinicalStatement, in context: SectionContext) -> [Reference] {
        let isPlanned = statement.mood?.isPlanned == true
        if relatedSubject(of: statement) != nil { return mapRelated(statement, in: context) }
        // What is aimed at or planned is neither found nor done, whatever its template.
        if statement.mood == .goal { return [goal(statement)] }
        if isPlanned, !hasPlannedForm(statement) { return mapByElement(statement, in: context) }
        if isOfSomeRelative(statement, in: context) { return [familyHistory(statement)] }
        switch kind(of: statement) {
        case .problem where isProblemInNameOnly(statement): break
        case .problemConcern, .healthConcern, .riskConcern, .encounterDiagnosis, .admissionDiagnosis,
            .dischargeDiagnosis,
            .preoperativeDiagnosis, .postoperativeDiagnosis, .problem, .functionalProblem, .cognitiveProblem:
            return problems(statement, in: context)
        case .allergyConcern, .allergy:
            return allergies(statement, in: context)
        case .medication, .plannedMedication, .prescriptionItem:
            guard statement.kind == .substanceAdministration || statement.kind == .supply else { break }
            return medications(statement, in: context)
        case .immunization, .plannedImmunization:
            guard statement.kind == .substanceAdministration else { break }
            return isPlanned ? medications(statement, in: context) : [immunization(statement, in: context)]
        case .medicationSupply, .medicationDispense:
            guard statement.kind == .supply else { break }
            return [supply(statement, in: context)]
        case .vitalSignsOrganizer, .assessmentScale, .functionalOrganizer, .cognitiveOrganizer:
            return [panel(statement, in: context)]
        case .resultOrganizer, .laboratoryBattery:
            return [isPlanned ? request(statement, in: context) : report(statement, in: context)]
        case .laboratorySpecimen:
            guard statement.kind == .act, !isPlanned else { break }
            return [report(statement, in: context)]
        case .note:
            return [note(statement)]
        case .goal:
            return [goal(statement)]
        case .careTeamOrganizer:
            return [careTeam(statement)]
        case .coverage, .policy:
            guard statement.kind == .act, statement.mood == .event || statement.mood == .definition else { break }
            return coverage(statement)
        case .deviceSupply:
            guard statement.kind == .supply, !isPlanned else { break }
            return [deviceUse(statement)]
        case .entryReference where isPointer(statement):
            // What it points at may come later in the document: the identifier leads there all the same.
            let known = statement.ids.compactMap(\.key).compactMap { self.statements[$0]?.reference }.first
            if known != nil { for id in statement.ids { reached.insert(id.element) } }
            return [known ?? identifiers(statement.ids).first.map { Reference(identifier: $0) }].compactMap { $0 }
        default:
            break
        }
        return mapByElement(statement, in: context)
    }

    /// Called a problem by its code alone, without a template and without saying which: CH's treatment reasons in words are none of the
    /// problem list, and an act or a group is no finding.
    func isProblemInNameOnly(_ statement: ClinicalStatement) -> Bool {
        guard statement.kind != .observation || statement.values.isEmpty else { return false }
        return ["75326-9", "29308-4"].contains(statement.code?.code ?? "")
            && !statement.element.each(.templateId).contains { template in
                template.wordBytes(.root).flatMap {
                    profiles.entry(template: $0, extension: template.wordBytes(.extension))
                } == .problem
            }
    }

    /// Kinds whose mapping itself tells what is planned from what is done.
    private func hasPlannedForm(_ statement: ClinicalStatement) -> Bool {
        switch kind(of: statement) {
        case .medication, .plannedMedication, .prescriptionItem, .immunization, .plannedImmunization, .medicationSupply,
            .medicationDispense, .careTeamOrganizer, .entryReference:
            true
        default: false
        }
    }

    /// No template that decides: the element's name and the section tell.
    private mutating func mapByElement(_ statement: ClinicalStatement, in context: SectionContext) -> [Reference] {
        let isPlanned = statement.mood?.isPlanned == true
        switch statement.kind {
        case .substanceAdministration:
            return context.kind == .immunizations && !isPlanned
                ? [immunization(statement, in: context)] : medications(statement, in: context)
        case .supply:
            return [supply(statement, in: context)]
        case .encounter:
            return isPlanned ? [request(statement, in: context)] : [encounter(statement, in: context)]
        case .procedure:
            if isPlanned { return [request(statement, in: context)] }
            return isLaboratoryPanel(statement, in: context)
                ? [report(statement, in: context)] : [procedure(statement, in: context)]
        case .organizer:
            if context.kind == .results, !isPlanned { return [report(statement, in: context)] }
            let isBare = statement.code?.isEmpty ?? true
            let isNameless = statement.ids.allSatisfy { !$0.hasKey } && statement.effectiveTime == nil
            if isBare && isNameless { return [] }
            return [isPlanned ? request(statement, in: context) : panel(statement, in: context)]
        case .observation:
            if isPlanned { return [request(statement, in: context)] }
            if isProblem(statement, in: context) { return problems(statement, in: context) }
            if context.kind == .allergies, isAllergy(statement) { return allergies(statement, in: context) }
            return [observation(statement, in: context)]
        case .act:
            return act(statement, in: context)
        case .observationMedia, .regionOfInterest:
            return media(statement)
        }
    }

    /// In a section of allergies: an agent is named, or the value is a kind of allergy, or that none is known (IPS).
    private mutating func isAllergy(_ statement: ClinicalStatement) -> Bool {
        if substance(of: statement) != nil { return true }
        guard kind(of: statement) == nil else { return false }
        return statement.values.map(ConceptDescriptor.init).contains {
            $0.isAbsentOrUnknown || isAllergyKind($0) || mapped("no-known-allergy", $0) != nil
        }
    }

    /// A coded finding in a section about problems is a problem, whatever its template.
    func isProblem(_ statement: ClinicalStatement, in context: SectionContext) -> Bool {
        switch context.kind {
        case .problems, .pastIllness, .dischargeDiagnosis, .admissionDiagnosis, .preoperativeDiagnosis,
            .postoperativeDiagnosis, .diagnoses, .healthConcerns, .complications:
            break
        default: return false
        }
        guard self.kind(of: statement) == nil else { return false }
        // What hangs below an observation says something of it.
        if let outer = statement.element.parent?.parent, outer.isNamed(.observation) { return false }
        return statement.values.contains { if case .concept = AnyValue($0) { true } else { false } }
    }

    /// The Estonian shape: a procedure in the laboratory section, its analytes below.
    private func isLaboratoryPanel(_ statement: ClinicalStatement, in context: SectionContext) -> Bool {
        context.kind == .results && statement.related.contains { $0.statement.kind == .observation }
    }

    /// An act that no template explains: its parts count; without parts it is something done, asked for, or said.
    private mutating func act(_ statement: ClinicalStatement, in context: SectionContext) -> [Reference] {
        if let concern = concernWithoutTemplate(statement, in: context) { return concern }
        if isGroupOfResults(statement, in: context) { return [report(statement, in: context)] }
        let hasParts = statement.related.contains { !isTaken($0.statement) }
        let isBare = statement.code?.isEmpty ?? true
        let isNameless = statement.ids.allSatisfy { !$0.hasKey } && statement.effectiveTime == nil
        if hasParts && isNameless && (isBare || isBracket(statement)) { return [] }
        if statement.mood?.isPlanned == true { return [request(statement, in: context)] }
        switch kind(of: statement) {
        case .procedureAct?, .procedure?, .intervention?: return [procedure(statement, in: context)]
        default: break
        }
        if context.kind == .procedures || context.kind == .interventions { return [procedure(statement, in: context)] }
        return [unknown(statement)]
    }

    /// National guides (Italy's among them) write the act around allergies and problems as IHE does, without its template: an act with
    /// no code, or CONC, all of whose subjects are such findings.
    private mutating func concernWithoutTemplate(
        _ statement: ClinicalStatement, in context: SectionContext
    ) -> [Reference]? {
        guard statement.mood == .event, kind(of: statement) == nil,
            statement.code?.code == nil || statement.code?.code == "CONC",
            statement.code?.translations.isEmpty ?? true
        else { return nil }
        // Any act that was made is completed: of a concern that has ended only CONC or an end speaks.
        let isConcern = statement.code?.code == "CONC" || hasEnded(statement.effectiveTime)
        guard statement.statusCode != "completed" || isConcern else { return nil }
        let subjects = statement.related.filter { related in
            ["SUBJ", "COMP", nil].contains(related.typeCode) && !related.isInverted && !isTaken(related.statement)
                && related.statement.kind == .observation && related.statement.mood == .event
                && [nil, .allergy, .problem].contains(kind(of: related.statement))
        }
        guard !subjects.isEmpty else { return nil }
        if context.kind == .allergies,
            subjects.allSatisfy({ kind(of: $0.statement) == .allergy || isAllergy($0.statement) })
        {
            return allergies(statement, in: context)
        }
        let areProblems = subjects.allSatisfy {
            kind(of: $0.statement) == .problem || isProblem($0.statement, in: context)
        }
        // Around the diagnoses of a visit an act that is completed is no concern that has ended.
        let isOfProblems = [.problems, .pastIllness, .healthConcerns].contains(context.kind)
        return areProblems && isOfProblems ? problems(statement, in: context) : nil
    }

    /// In a section of results an act with a code around results is XD-LAB's specimen act, also without its template (IT).
    private func isGroupOfResults(_ statement: ClinicalStatement, in context: SectionContext) -> Bool {
        guard context.kind == .results, statement.mood == .event, kind(of: statement) == nil,
            statement.code?.code != nil
        else { return false }
        return statement.related.contains { related in
            [nil, "COMP"].contains(related.typeCode) && !isTaken(related.statement) && related.statement.mood == .event
                && (related.statement.kind == .organizer || related.statement.kind == .observation)
        }
    }

    /// An act that says no more than that something stands in it: by a class of acts (QRDA), or as C-CDA's admission and discharge
    /// medications do by the code of their section.
    private mutating func isBracket(_ statement: ClinicalStatement) -> Bool {
        guard let code = statement.code, !statement.isNegated else { return false }
        let isClass = code.codeSystem == "2.16.840.1.113883.5.6"
        let isOfSection =
            statement.hasTemplate("2.16.840.1.113883.10.20.22.4.35")
            || statement.hasTemplate("2.16.840.1.113883.10.20.22.4.36")
        guard code.code == "CONC" || isClass || isOfSection else { return false }
        reached.insert(code.element)
        return true
    }

    /// Coded content of a statement that nothing here understands, kept as Basic and reported.
    mutating func unknown(_ statement: ClinicalStatement) -> Reference {
        if kind(of: statement) == nil {
            findings.add(
                .information, "cda-unknown-entry", .notFound,
                "An entry is not known to the profiles; its code and text are kept.",
                at: statement.element, rule: "profiles: statements.tsv",
                remedy: "Have the entry's template added to the profiles.")
        }
        let product = statement.manufacturedProduct
        let material = product?.child(.manufacturedMaterial) ?? product?.child(.manufacturedLabeledDrug)
        var resource = Basic(
            code: concept(statement.code) ?? concept(material?.child(.code).map(ConceptDescriptor.init))
                ?? CodeableConcept(
                    text: text(of: statement) ?? material?.child(.name)?.plainText ?? statement.kind.rawValue))
        resource.identifier = identifiers(statement.ids)
        resource.subject = relatedSubject(of: statement).map { subject($0) } ?? patient
        resource.created = date(statement.effectiveTime?.value ?? statement.effectiveTime?.low)
        resource.author = recorder(statement)
        if let time = time(statement.effectiveTime) {
            let value: Extension.Value =
                switch time {
                case .dateTime(let text): .dateTime(text)
                case .period(let period): .period(period)
                }
            resource.extension.append(Extension(url: ExtensionURL.effectiveTime, value: value))
        }
        for value in statement.values {
            if let code = concept(ConceptDescriptor(value)) {
                resource.extension.append(Extension(url: ExtensionURL.sourceCode, value: .codeableConcept(code)))
            } else if let quantity = quantity(PhysicalQuantity(value)) {
                resource.extension.append(Extension(url: ExtensionURL.sourceCode, value: .quantity(quantity)))
            }
        }
        resource.extension += priorityExtension(statement)
        for document in externalDocuments(of: statement) { loose.append(document) }
        for performer in statement.performers {
            guard let entity = performer.entity, let who = actor(entity) else { continue }
            var part = Extension(url: ExtensionURL.participant)
            part.extension.append(
                Extension(url: "type", value: .coding(Coding(system: CodeSystemURI.participationType, code: "PRF"))))
            if let function = concept(performer.functionCode) {
                part.extension.append(Extension(url: "function", value: .codeableConcept(function)))
            }
            part.extension.append(Extension(url: "actor", value: .reference(who)))
            resource.extension.append(part)
        }
        if statement.isNegated {
            var mark = Extension(url: ExtensionURL.negatedValue)
            mark.value = .boolean(true)
            resource.modifierExtension.append(mark)
        }
        return add(&resource, from: statement)
    }
}
