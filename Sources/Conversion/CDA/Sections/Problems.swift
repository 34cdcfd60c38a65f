import CDA
import FHIR
import Profiles
import RecordTypes
import XMLReader

extension CDAMapping {
    /// A concern act with its problems, or one problem → Conditions; several observations in one act are several Conditions.
    mutating func problems(_ statement: ClinicalStatement, in context: SectionContext) -> [Reference] {
        // Whatever template it has: in a section of allergies what names an agent is an allergy, never a disease called like a drug.
        if context.kind == .allergies,
            ([statement] + statement.related.map(\.statement)).contains(where: { substance(of: $0) != nil })
        {
            return allergies(statement, in: context)
        }
        guard statement.kind == .act else { return [condition(statement, concern: nil, in: context)] }
        if statement.related.contains(where: { [.allergy, .allergyConcern].contains(kind(of: $0.statement)) }) {
            // CCD had one template for the act around problems and allergies.
            return allergies(statement, in: context)
        }
        var references: [Reference] = []
        for related in statement.related where related.statement.kind == .observation && !isTaken(related.statement) {
            // What was not found but is planned, aimed at or defined is mapped by its own mood.
            guard ["SUBJ", "COMP", nil].contains(related.typeCode), isFinding(related.statement), !related.isInverted,
                related.statement.mood == .event
            else { continue }
            take(related.statement)
            let made = condition(related.statement, concern: statement, isDenied: related.isNegated, in: context)
            references.append(made)
            references += mapRemaining(below: related.statement, in: context, about: made)
        }
        if references.isEmpty, [.healthConcern, .riskConcern].contains(kind(of: statement)) {
            // A concern in words, or about statements of other kinds.
            references = [condition(statement, concern: statement, in: context)]
        }
        rememberGoals(of: statement, references)
        return references
    }

    private func isFinding(_ statement: ClinicalStatement) -> Bool {
        switch kind(of: statement) {
        case .problem, .functionalProblem, .cognitiveProblem, .encounterDiagnosis, nil: true
        default: false
        }
    }

    /// - Parameter isDenied: whether the link that leads here from the concern is negated.
    private mutating func condition(
        _ statement: ClinicalStatement, concern: ClinicalStatement?, isDenied: Bool = false, in context: SectionContext
    ) -> Reference {
        if relatedSubject(of: statement) != nil || isOfSomebodyElse(statement) {
            return familyHistory(statement, concern: concern)
        }
        if let twin = conditionTwin(of: statement, concern: concern, isDenied: isDenied) { return twin }
        var resource = Condition(subject: patient)
        resource.encounter = encounter
        resource.identifier = identifiers(statement.ids)
        if let concern, concern != statement { resource.identifier += identifiers(concern.ids) }
        resource.category = conditionCategories(statement, concern: concern, in: context)
        resource.code = conditionCode(statement)
        resource.bodySite = concepts(statement.targetSites)
        mapCourse(statement, concern: concern, isDenied: isDenied, in: context, into: &resource)
        sayNothingKnown(statement, concern: concern, into: &resource)
        resource.recorder = recorder(statement)
        resource.recordedDate = recordedTime(statement) ?? concern.flatMap { recordedTime($0) }
        resource.severity = takeRelated(statement, [.severity]).compactMap { $0.values.first }.first
            .flatMap { self.concept(ConceptDescriptor($0)) }
        let methods = concepts(statement.methods)
        if !methods.isEmpty { resource.evidence.append(Condition.Evidence(code: methods, detail: [])) }
        resource.note = notes(statement) + (concern.map { notes($0) } ?? [])
        for status in takeRelated(statement, [.healthStatus, .prognosis]) {
            if let words = words(of: status) { resource.note.append(Annotation(text: words)) }
        }
        for dated in takeRelated(statement, [.dateOfDiagnosis]) {
            if let date = time(dated.effectiveTime)?.point {
                resource.extension.append(Extension(url: ExtensionURL.assertedDate, value: .dateTime(date)))
            }
        }
        resource.extension += concern.flatMap { concernExtension($0) }.map { [$0] } ?? []
        if let concern, concern != statement { resource.extension += participantExtensions(of: concern) }
        resource.extension += priorityExtension(statement)
        let reference = add(&resource, from: statement)
        addFurtherFindings(of: statement, beside: resource)
        if let concern {
            if concern != statement { creditConcern(concern, for: reference) }
            for key in concern.ids.compactMap(\.key) { remember(reference, of: key) }
        }
        return reference
    }

    /// The Condition that the same finding became before, unless the concern around it says anything that has no place then.
    private mutating func conditionTwin(
        of statement: ClinicalStatement, concern: ClinicalStatement?, isDenied: Bool
    ) -> Reference? {
        guard let concern, concern != statement else { return nil }
        // Around a diagnosis of a visit another act may stand, of which the visit keeps what it says; elsewhere the same one.
        guard !isDenied, !concern.isNegated, concern.statusCode != "nullified",
            retold != nil || isToldAgain(concern, around: statement),
            let twin = twin(of: statement, as: Condition.resourceType)
        else { return nil }
        guard retold != nil else {
            concern.element.forEachWithAttributes(where: { _ in true }) { reached.insert($0) }
            return twin
        }
        var marks = self.marks(concern.ids)
        if let code = concept(concern.code) {
            marks.append(Extension(url: ExtensionURL.actCode, value: .codeableConcept(code)))
        }
        switch time(concern.effectiveTime) {
        case .dateTime(let text)?:
            marks.append(Extension(url: ExtensionURL.effectiveTime, value: .dateTime(text)))
        case .period(let period)?:
            marks.append(Extension(url: ExtensionURL.effectiveTime, value: .period(period)))
        case nil: break
        }
        retold? += marks
        return twin
    }

    /// A value in words: a concept's text, a string, a quantity as written.
    func words(of statement: ClinicalStatement) -> String? {
        for value in statement.values {
            if let text = value.word(.displayName) ?? value.plainText { return text }
            if let number = value.word(.value) { return [number, value.word(.unit) ?? ""].joined(separator: " ") }
        }
        return text(of: statement) ?? statement.code?.displayName
    }

    /// Several values are several findings where one code list has two codes for them: each further one is a Condition of its own.
    private mutating func addFurtherFindings(of statement: ClinicalStatement, beside resource: Condition) {
        guard statement.values.count > 1 else { return }
        for (position, finding) in findings(of: statement).enumerated().dropFirst() {
            var further = resource
            further.code = finding
            further.identifier = []
            further.extension = further.extension.filter { $0.url == ExtensionURL.concern }
            loose.append(add(&further, uuid: name("Condition", at: statement.element, part: "value \(position)")))
        }
    }

    /// What the coded values say: codes of different lists are one finding, two codes of one list are two.
    private mutating func findings(of statement: ClinicalStatement) -> [CodeableConcept] {
        var findings: [CodeableConcept] = []
        for value in statement.values {
            guard case .concept(let source) = AnyValue(value), let next = concept(source) else { continue }
            let systems = next.coding.map(\.system)
            if let last = findings.indices.last, !findings[last].coding.isEmpty, !next.coding.isEmpty,
                findings[last].coding.allSatisfy({ !systems.contains($0.system) || next.coding.contains($0) })
            {
                findings[last].coding += next.coding.filter { !findings[last].coding.contains($0) }
            } else {
                findings.append(next)
            }
        }
        return findings
    }

    /// The finding, from the value; a code alone where there is no value.
    private mutating func conditionCode(_ statement: ClinicalStatement) -> CodeableConcept? {
        if statement.values.count > 1, let first = findings(of: statement).first { return first }
        var code: CodeableConcept?
        for value in statement.values {
            switch AnyValue(value) {
            case .concept(let concept):
                code = code ?? self.concept(concept)
            case .text(let data):
                code =
                    code
                    ?? text(of: data).map {
                        CodeableConcept(text: $0)
                    }
            default: continue
            }
        }
        if let code { return code }
        if let words = text(of: statement) { return CodeableConcept(text: words) }
        guard let value = statement.values.first, let flavor = value.nullFlavor else { return concept(statement.code) }
        var unknown = CodeableConcept(text: "unknown")
        unknown.extension = [absent(flavor)]
        return unknown
    }

    func absent(_ flavor: NullFlavor) -> Extension {
        Extension(url: ExtensionURL.dataAbsentReason, value: .code(flavor.dataAbsentReason))
    }

    private mutating func conditionCategories(
        _ statement: ClinicalStatement, concern: ClinicalStatement?, in context: SectionContext
    ) -> [CodeableConcept] {
        var categories: [CodeableConcept] = []
        let diagnoses: [SectionKind] = [
            .encounters, .dischargeDiagnosis, .admissionDiagnosis, .preoperativeDiagnosis, .postoperativeDiagnosis,
            .diagnoses,
        ]
        if let target = mapped("problem-category", context.code) {
            categories.append(fixed(target.system ?? CodeSystemURI.conditionCategory, target.code))
        } else if let kind = context.kind, diagnoses.contains(kind) {
            categories.append(fixed(CodeSystemURI.conditionCategory, "encounter-diagnosis"))
        } else {
            categories.append(fixed(CodeSystemURI.conditionCategory, "problem-list-item"))
        }
        for code in [statement.code, concern?.code] {
            // CONC of ActClass says that it is a concern: the extension holds it.
            guard let code, code.code != "CONC", let own = concept(code), !categories.contains(own) else { continue }
            categories.append(own)
        }
        for interpretation in statement.interpretations {
            // Estonian documents: the kind of the diagnosis (main, secondary) stands in interpretationCode.
            if let own = concept(interpretation) { categories.append(own) }
        }
        return categories
    }

    /// Onset, abatement and the two statuses; con-3, con-4 and con-5 of R4 hold afterwards.
    private mutating func mapCourse(
        _ statement: ClinicalStatement, concern: ClinicalStatement?, isDenied: Bool, in context: SectionContext,
        into resource: inout Condition
    ) {
        let interval = statement.effectiveTime
        if let low = dateTime(interval?.low) ?? dateTime(interval?.value) ?? dateTime(interval?.center) {
            resource.onset = .dateTime(low)
        }
        for age in takeRelated(statement, [.ageAtOnset]) where resource.onset == nil {
            switch age.values.first.flatMap({ self.age($0) }) {
            case .quantity(let quantity)?: resource.onset = .age(quantity)
            case .words(let words)?: resource.onset = .string(words)
            case nil: break
            }
        }
        let isOver = hasEnded(interval)
        if let high = dateTime(interval?.high) {
            if isOver {
                resource.abatement = .dateTime(high)
            } else {
                // An end expected after the document was written is none yet: con-4 wants what has abated to be over.
                resource.extension.append(
                    Extension(url: ExtensionURL.effectiveTime, value: .period(Period(end: high))))
            }
        } else if isOver {
            resource.abatement = interval.flatMap { lastDay(of: $0) }.map { .dateTime($0) } ?? .string("unknown")
        }

        let isError = statement.statusCode == "nullified" || concern?.statusCode == "nullified"
        let isRefuted = statement.isNegated || concern?.isNegated == true || isDenied
        let provisional = isProvisional(statement)
        let statuses = takeRelated(statement, [.problemStatus]).compactMap { $0.values.first }
            .map(ConceptDescriptor.init)
        let certainty = certainty(of: statement, statuses: statuses)
        resource.verificationStatus = fixed(
            CodeSystemURI.conditionVerification,
            isError
                ? "entered-in-error"
                : isRefuted
                    ? "refuted"
                    : certainty
                        ?? (isGivenUp(statement) ? "unconfirmed" : provisional ? "provisional" : "confirmed"))
        // A qualifier may say that it is over ("Zustand nach"); that something chronic is active it may not.
        let status =
            statuses.compactMap { self.mapped("problem-status", $0)?.code }.first
            ?? contexts(of: statement).compactMap { self.mapped("problem-status", $0)?.code }
            .first { $0 == "resolved" || $0 == "inactive" }
        guard !isError, certainty != "entered-in-error" else {
            // con-5 forbids a clinical status, and without one con-4 an abatement: the time stands beside.
            if case .dateTime(let end)? = resource.abatement {
                resource.extension.append(
                    Extension(url: ExtensionURL.effectiveTime, value: .period(Period(end: end))))
            }
            resource.abatement = nil
            return
        }
        var clinical =
            status ?? (isWithdrawn(statement) ? "inactive" : nil) ?? mapped("concern-status", concern?.statusCode)
            ?? "active"
        // That a concern is completed says that nobody is concerned any more; that its problem has an end, that it is resolved.
        let isOnlyTracked = status == nil && !isWithdrawn(statement) && concern?.statusCode == "completed"
        if isOver, ["active", "recurrence", "relapse"].contains(clinical) || isOnlyTracked { clinical = "resolved" }
        if context.kind == .pastIllness, clinical == "active" { clinical = "inactive" }
        resource.clinicalStatus = fixed(CodeSystemURI.conditionClinical, clinical)
    }

    /// "No problem", without saying which: that nothing is known, asserted; the very code, denied, would deny a problem called problem.
    private mutating func sayNothingKnown(
        _ statement: ClinicalStatement, concern: ClinicalStatement?, into resource: inout Condition
    ) {
        let anything: Set<String> = ["55607006", "64572001", "404684003"]
        guard statement.isNegated, concern?.isNegated != true, statement.values.count == 1, var code = resource.code,
            let value = statement.values.first.map(ConceptDescriptor.init),
            value.codeSystem == "2.16.840.1.113883.6.96",
            let denied = value.code, anything.contains(denied), value.qualifiers.isEmpty, value.translations.isEmpty,
            resource.verificationStatus == fixed(CodeSystemURI.conditionVerification, "refuted")
        else { return }
        resource.extension.append(Extension(url: ExtensionURL.sourceCode, value: .codeableConcept(code)))
        code = fixed(CodeSystemURI.snomed, "160245001", "No current problems or disability")
        code.text = originalText(of: value) ?? text(of: statement)
        resource.code = code
        resource.verificationStatus = fixed(CodeSystemURI.conditionVerification, "confirmed")
    }

    /// How sure a finding is, as `condition-ver-status` has it; nil where nothing is said of it.
    ///
    /// Three places tell it: a certainty observation (eHDSI, IPS, AT, FR), the status observation (eHDSI's and CCD's lists have
    /// "known absent" and "suspected" among their statuses), and a qualifier of the code (SNOMED CT's finding context, the
    /// Diagnosesicherheit of AT and DE).
    /// - Parameter statuses: the values of the status observations.
    mutating func certainty(of statement: ClinicalStatement, statuses: [ConceptDescriptor]) -> String? {
        let told = takeRelated(statement, [.certainty]).compactMap { $0.values.first }.map(ConceptDescriptor.init)
        let context = contexts(of: statement)
        let words = (told + statuses + context).compactMap { mapped("certainty", $0)?.code }
        // Where two places differ, the doubt counts: nobody is to be told that what one place rules out is confirmed.
        return ["entered-in-error", "refuted", "unconfirmed", "provisional", "differential", "confirmed"]
            .first(where: words.contains)
    }

    /// What qualifies the codes of a finding: how sure it is, whose it is, on which side.
    func contexts(of statement: ClinicalStatement) -> [ConceptDescriptor] {
        (statement.values.map(ConceptDescriptor.init) + [statement.code].compactMap { $0 })
            .flatMap(\.qualifiers).map(\.value)
    }

    /// An observation that was called off or broken off found nothing for certain.
    func isGivenUp(_ statement: ClinicalStatement) -> Bool {
        statement.statusCode == "cancelled" || statement.statusCode == "aborted"
    }

    /// The Estonian statistical kind 3 and uncertainty codes: not yet confirmed.
    private func isProvisional(_ statement: ClinicalStatement) -> Bool {
        if statement.element.child(.uncertaintyCode)?.word(.code) == "U" { return true }
        return statement.values.contains { value in
            ConceptDescriptor(value).qualifiers.contains { qualifier in
                qualifier.value.code == "3"
                    && qualifier.value.codeSystem?.hasPrefix("1.3.6.1.4.1.28284.6.2.1.1.") == true
            }
        }
    }
}
