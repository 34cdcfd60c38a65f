import CDA
import FHIR
import Profiles
import RecordTypes
import XMLReader

extension CDAMapping {
    /// A relative's organizer, or one observation about a relative → FamilyMemberHistory: nothing of it is the patient's.
    /// - Parameter concern: the act around one observation, which may deny it or take it back.
    mutating func familyHistory(_ statement: ClinicalStatement, concern: ClinicalStatement? = nil) -> Reference {
        let keeps = keepsAttendants
        keepsAttendants = false
        defer { keepsAttendants = keeps }
        let relative = relatedSubject(of: statement)
        let isError = statement.statusCode == "nullified" || concern?.statusCode == "nullified"
        var resource = FamilyMemberHistory(
            status: isError ? .enteredInError : .completed, patient: patient,
            relationship: concept(relative?.child(.code).map(ConceptDescriptor.init))
                ?? CodeableConcept(text: "unknown"))
        resource.identifier = identifiers(statement.ids + (concern?.ids ?? []))
        // Of an organizer: when the history was taken; of an observation: since when the relative has it.
        if statement.kind != .observation { resource.date = time(statement.effectiveTime)?.point }
        if let code = concept(statement.code), statement.kind == .organizer {
            resource.extension.append(Extension(url: ExtensionURL.actCode, value: .codeableConcept(code)))
        }
        mapRelative(relative, into: &resource)
        if statement.kind == .observation {
            familyCondition(
                statement, isNegated: statement.isNegated || concern?.isNegated == true, into: &resource)
        } else {
            for related in statement.related where related.statement.kind == .observation && !isTaken(related.statement)
            {
                guard related.statement.mood == .event else { continue }
                if related.statement.subject?.child(.relatedSubject) != nil {
                    // Of another relative than the rest.
                    loose += map(related.statement, in: SectionContext(kind: .familyHistory, code: nil))
                    continue
                }
                take(related.statement)
                familyCondition(
                    related.statement,
                    isNegated: related.statement.isNegated || statement.isNegated || related.isNegated, into: &resource)
            }
        }
        resource.note = notes(statement) + (concern.map { notes($0) } ?? [])
        if let concern, let facts = concernExtension(concern) { resource.extension.append(facts) }
        let reference = add(&resource, from: statement)
        if let concern { creditConcern(concern, for: reference) }
        return reference
    }

    private mutating func mapRelative(_ relative: XMLElement?, into resource: inout FamilyMemberHistory) {
        let person = relative?.child(.subject)
        resource.name = person?.child(.name).map(EntityName.init).flatMap { $0.isEmpty ? nil : $0.display }
        let genderCode = person?.child(.administrativeGenderCode).map(ConceptDescriptor.init)
        if let gender = gender(genderCode) {
            var sex = fixed("http://hl7.org/fhir/administrative-gender", gender.rawValue)
            if let source = concept(genderCode) { sex.coding += source.coding }
            resource.sex = sex
        }
        if let birth = date(person?.child(.birthTime).map(TimeStamp.init)) { resource.born = .date(birth) }
        if let deceased = person?.child(.deceasedInd, in: .sdtc), deceased.hasWord(.value) {
            resource.deceased = .boolean(deceased.isTrue(.value))
        }
        if let death = date(person?.child(.deceasedTime, in: .sdtc).map(TimeStamp.init)) {
            resource.deceased = .date(death)
        }
        // The relative's own numbers name a person, not this history.
        let ids = (relative.map { [$0] } ?? []) + (person.map { [$0] } ?? [])
        for element in ids.flatMap({ $0.children(.id, in: .sdtc) + $0.children(.id) }) {
            guard let id = identifier(InstanceIdentifier(element)) else { continue }
            resource.extension.append(
                Extension(
                    url: "http://hl7.org/fhir/StructureDefinition/familymemberhistory-patient-record",
                    value: .reference(Reference(type: "Patient", identifier: id))))
        }
    }

    private mutating func familyCondition(
        _ finding: ClinicalStatement, isNegated: Bool, into resource: inout FamilyMemberHistory
    ) {
        let ownCode = concept(finding.code)
        let known = Set(resource.identifier)
        resource.identifier += identifiers(finding.ids).filter { !known.contains($0) }
        guard let code = finding.values.compactMap({ self.concept(ConceptDescriptor($0)) }).first ?? ownCode else {
            return
        }
        var condition = FamilyMemberHistory.Condition(code: code)
        if let ownCode, ownCode != code {
            condition.extension.append(Extension(url: ExtensionURL.actCode, value: .codeableConcept(ownCode)))
        }
        if isNegated || isRuledOut(finding) {
            condition.modifierExtension = [Extension(url: ExtensionURL.negatedValue, value: .codeableConcept(code))]
            condition.code = CodeableConcept(text: "Not present: \(code.text ?? code.coding.first?.display ?? "")")
        }
        switch time(finding.effectiveTime) {
        case .dateTime(let text)?: condition.onset = .period(Period(start: text))
        case .period(let period)?: condition.onset = .period(period)
        case nil: break
        }
        for age in takeRelated(finding, [.ageAtOnset]) {
            guard let value = age.values.first, let onset = self.age(value) else { continue }
            if let period = condition.onset {
                // Both an age and a date: R4 has room for one; the date is kept beside it.
                if case .period(let when) = period {
                    condition.extension.append(Extension(url: ExtensionURL.effectiveTime, value: .period(when)))
                }
            }
            switch onset {
            case .quantity(let quantity): condition.onset = .age(quantity)
            case .words(let words): condition.onset = .string(words)
            }
            resource.identifier += identifiers(age.ids)
            markQualifier(age, of: &condition)
        }
        for death in takeRelated(finding, [.ageAtDeath]) {
            if let value = death.values.first, let age = self.age(value) {
                switch (age, resource.deceased) {
                case (_, .date?): break
                case (.quantity(let quantity), _): resource.deceased = .age(quantity)
                case (.words(let words), _): resource.deceased = .string(words)
                }
            }
            resource.identifier += identifiers(death.ids)
            markQualifier(death, of: &condition)
        }
        for death in takeRelated(finding, [.familyHistoryDeath], evenDenied: true) {
            mapDeath(isNegated: death.isNegated, of: &condition, in: &resource)
            resource.identifier += identifiers(death.ids)
            markQualifier(death, of: &condition)
        }
        for related in finding.related where related.statement.kind == .observation && !isTaken(related.statement) {
            // Whatever else is said of the relative's disease must not become the patient's.
            take(related.statement)
            if related.typeCode == "CAUS", related.statement.values.contains(where: { $0.word(.code) == "419099009" }) {
                mapDeath(isNegated: related.statement.isNegated, of: &condition, in: &resource)
            }
            resource.identifier += identifiers(related.statement.ids)
            markQualifier(related.statement, of: &condition)
        }
        // What the relative is allergic to.
        condition.extension += participantExtensions(of: finding)
        for author in finding.authors { if let entity = author.entity { _ = actor(entity) } }
        condition.note = notes(finding)
        resource.condition.append(condition)
    }

    /// Whether a certainty, or the finding context of the code, says that the relative has it not.
    private mutating func isRuledOut(_ finding: ClinicalStatement) -> Bool {
        let told = finding.related.filter { related in
            !related.isNegated && !related.statement.isNegated && !isWithdrawn(related.statement)
                && kind(of: related.statement) == .certainty
        }
        let words =
            told.compactMap { $0.statement.values.first }.map(ConceptDescriptor.init)
            + contexts(of: finding)
        return words.contains { mapped("certainty", $0)?.code == "refuted" }
    }

    /// Whether the relative died of it. That it was not the cause says nothing of life or death, and a time of death stays.
    private func mapDeath(
        isNegated: Bool, of condition: inout FamilyMemberHistory.Condition, in resource: inout FamilyMemberHistory
    ) {
        condition.contributedToDeath = !isNegated
        guard !isNegated else { return }
        switch resource.deceased {
        case nil, .boolean?: resource.deceased = .boolean(true)
        case .age?, .range?, .date?, .string?: break
        }
    }

    /// Code and value of an observation that R4 has an element for: kept for readers who know the codes.
    private mutating func markQualifier(
        _ statement: ClinicalStatement, of condition: inout FamilyMemberHistory.Condition
    ) {
        for code in [statement.code].compactMap({ $0 }) + statement.values.map(ConceptDescriptor.init) {
            guard let meaning = concept(code), !meaning.coding.isEmpty else { continue }
            condition.extension.append(Extension(url: ExtensionURL.actCode, value: .codeableConcept(meaning)))
        }
    }
}
