import FHIR
import WebPages

extension AnyResource {
    /// The resource as a row of one of the lists; nil for what is in no list.
    /// - Parameter medications: words of Medication resources by their full URL.
    func statement(_ medications: [String: String]) -> (RecordContent.StructuredList.Kind, RecordContent.Statement)? {
        switch self {
        case .condition(let condition): (.problems, condition.statement)
        case .allergyIntolerance(let allergy): (.allergies, allergy.statement)
        case .medicationStatement(let statement): (.medicines, statement.statement(medications))
        case .medicationRequest(let request): (.medicines, request.statement(medications))
        case .medicationDispense(let dispense): (.medicines, dispense.statement(medications))
        case .observation(let observation): observation.statement.map { (.results, $0) }
        case .immunization(let immunization): (.immunisations, immunization.statement)
        case .procedure(let procedure): (.procedures, procedure.statement)
        case .encounter(let encounter): (.encounters, encounter.statement)
        default: nil
        }
    }
}

extension Condition {
    fileprivate var statement: RecordContent.Statement {
        RecordContent.Statement(
            code.shown, standing: standing(verificationStatus, clinicalStatus),
            cells: [.text(code.codes), onset?.cell ?? .text("")])
    }
}

extension AllergyIntolerance {
    fileprivate var statement: RecordContent.Statement {
        RecordContent.Statement(
            code.shown, standing: standing(verificationStatus, clinicalStatus),
            cells: [
                .text(code.codes),
                .text(reaction.flatMap(\.manifestation).compactMap(\.words).joined(separator: ", ")),
            ])
    }
}

/// What the codes of `condition-ver-status`, `condition-clinical` and their like for allergies make of a statement.
private func standing(_ verification: CodeableConcept?, _ clinical: CodeableConcept?) -> RecordContent.Standing? {
    let codes = (verification?.coding ?? []).compactMap(\.code)
    if codes.contains("entered-in-error") { return .enteredInError }
    if codes.contains("refuted") { return .refuted }
    if codes.contains(where: { ["unconfirmed", "provisional", "differential"].contains($0) }) { return .suspected }
    let states = (clinical?.coding ?? []).compactMap(\.code)
    return states.contains { ["inactive", "remission", "resolved"].contains($0) } ? .over : nil
}

extension MedicationStatement {
    fileprivate func statement(_ medications: [String: String]) -> RecordContent.Statement {
        let (name, codes) =
            switch medication {
            case .codeableConcept(let concept): (concept.shown, concept.codes)
            case .reference(let reference): (reference.shown(medications), "")
            }
        return RecordContent.Statement(
            name, standing: standing, reason: statusReason.compactMap(\.words).first,
            cells: [.text(codes), .text(dosage.shown)])
    }

    private var standing: RecordContent.Standing? {
        switch status {
        case .enteredInError: .enteredInError
        case .notTaken: .notDone
        case .intended: .planned
        case .onHold: .paused
        case .stopped: .stopped
        case .completed: .over
        case .active, .unknown: nil
        }
    }
}

extension MedicationRequest {
    fileprivate func statement(_ medications: [String: String]) -> RecordContent.Statement {
        let (name, codes) =
            switch medication {
            case .codeableConcept(let concept): (concept.shown, concept.codes)
            case .reference(let reference): (reference.shown(medications), "")
            }
        return RecordContent.Statement(
            name, standing: standing, reason: statusReason?.words,
            cells: [.text(codes), .text(dosageInstruction.shown)])
    }

    private var standing: RecordContent.Standing {
        if status == .enteredInError { return .enteredInError }
        if doNotPerform == true { return .mustNotBeDone }
        return switch status {
        case .cancelled, .stopped: .stopped
        case .onHold: .paused
        case .completed: .over
        case .draft: .planned
        case .active, .unknown, .enteredInError:
            switch intent {
            case .proposal, .plan, .option: .planned
            case .order, .originalOrder, .reflexOrder, .fillerOrder, .instanceOrder: .ordered
            }
        }
    }
}

extension MedicationDispense {
    fileprivate func statement(_ medications: [String: String]) -> RecordContent.Statement {
        let (name, codes) =
            switch medication {
            case .codeableConcept(let concept): (concept.shown, concept.codes)
            case .reference(let reference): (reference.shown(medications), "")
            }
        let reason: String? =
            switch statusReason {
            case .codeableConcept(let concept)?: concept.words
            case .reference?, nil: nil
            }
        return RecordContent.Statement(
            name, standing: standing, reason: reason, cells: [.text(codes), .text(dosageInstruction.shown)])
    }

    private var standing: RecordContent.Standing? {
        switch status {
        case .enteredInError: .enteredInError
        case .declined, .cancelled: .notDone
        case .preparation, .inProgress: .planned
        case .onHold: .paused
        case .stopped: .stopped
        case .completed, .unknown: nil
        }
    }
}

extension Observation {
    /// Nil for a panel without a value of its own, which is shown by its members, and for what is about another statement (its
    /// severity, its status), which is shown there.
    fileprivate var statement: RecordContent.Statement? {
        guard focus.isEmpty, value != nil || !component.isEmpty || hasMember.isEmpty else { return nil }
        // A modifier extension says that the words do not hold as they stand; ours holds what was denied.
        let modifiers = modifierExtension + component.flatMap(\.modifierExtension)
        return RecordContent.Statement(
            code.shown, standing: modifiers.isEmpty ? standing : .refuted,
            reason: modifiers.isEmpty
                ? nil : modifiers.compactMap { $0.value?.words }.joined(separator: ", "),
            cells: [
                modifiers.isEmpty ? shownValue : .text("–"), .text(referenceRange.first?.shown ?? ""),
                effective?.cell ?? .text(""),
            ])
    }

    private var standing: RecordContent.Standing? {
        switch status {
        case .enteredInError: .enteredInError
        case .cancelled: .notDone
        case .registered, .preliminary: .preliminary
        case .final, .amended, .corrected, .unknown: nil
        }
    }
}

extension Immunization {
    fileprivate var statement: RecordContent.Statement {
        let standing: RecordContent.Standing? =
            switch status {
            case .enteredInError: .enteredInError
            case .notDone: .notDone
            case .completed: nil
            }
        return RecordContent.Statement(
            vaccineCode.shown, standing: standing, reason: statusReason?.words,
            cells: [.text(vaccineCode.codes), occurrence.cell])
    }
}

extension Procedure {
    fileprivate var statement: RecordContent.Statement {
        let standing: RecordContent.Standing? =
            switch status {
            case .enteredInError: .enteredInError
            case .notDone: .notDone
            case .preparation: .planned
            case .onHold: .paused
            case .stopped: .stopped
            case .inProgress, .completed, .unknown: nil
            }
        return RecordContent.Statement(
            code.shown, standing: standing, reason: statusReason?.words,
            cells: [.text(code.codes), performed?.cell ?? .text("")])
    }
}

extension Encounter {
    fileprivate var statement: RecordContent.Statement {
        let standing: RecordContent.Standing? =
            switch status {
            case .enteredInError: .enteredInError
            case .cancelled: .notDone
            case .planned: .planned
            case .arrived, .triaged, .inProgress, .onleave, .finished, .unknown: nil
            }
        return RecordContent.Statement(
            type.first?.words ?? `class`.display ?? `class`.code ?? "–", standing: standing,
            cells: [
                period?.start.map { .time($0) } ?? .text(""), period?.end.map { .time($0) } ?? .text(""),
            ])
    }
}
