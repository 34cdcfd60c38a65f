import CDA
import FHIR
import Profiles
import RecordTypes
import XMLReader

extension CDAMapping {
    /// substanceAdministration → MedicationStatement when it happened, MedicationRequest when it is planned or ordered.
    mutating func medications(_ statement: ClinicalStatement, in context: SectionContext) -> [Reference] {
        if let absence = absence(statement) { return [absentMedication(statement, absence)] }
        return statement.mood == .event
            ? [medicationStatement(statement, in: context)] : [medicationRequest(statement, in: context)]
    }

    /// "No known medicines", or that nothing is known of them, where the act's own code says so and no product is named.
    private mutating func absence(_ statement: ClinicalStatement) -> CodeableConcept? {
        guard let code = statement.code, !statement.isNegated,
            code.isAbsentOrUnknown
                || code.codeSystem == "2.16.840.1.113883.6.96"
                    && ["787481004", "182904002", "182849000"].contains(code.code ?? ""),
            statement.manufacturedProduct?.child("manufacturedMaterial")?.child("code")?.word("code") == nil
        else { return nil }
        return concept(code)
    }

    /// R4 has no section-wide absence with a code but a statement about the medicine of that code.
    private mutating func absentMedication(_ statement: ClinicalStatement, _ code: CodeableConcept) -> Reference {
        let isUnknown = code.coding.contains { $0.code == "no-medication-info" || $0.code == "182904002" }
        var resource = MedicationStatement(
            status: statement.statusCode == "nullified" ? .enteredInError : isUnknown ? .unknown : .active,
            medication: .codeableConcept(code), subject: patient)
        resource.identifier = identifiers(statement.ids)
        resource.context = encounter
        resource.dateAsserted = recordedTime(statement)
        resource.informationSource = recorder(statement)
        resource.note = notes(statement)
        return add(&resource, from: statement)
    }

    private mutating func medicationStatement(_ statement: ClinicalStatement, in context: SectionContext) -> Reference {
        let medication = medication(statement)
        let status: MedicationStatement.Status
        switch mapped("medication-status", statement.statusCode) {
        case "entered-in-error"?: status = .enteredInError
        case _ where statement.isNegated: status = .notTaken
        case "completed"? where isStillTaken(statement, in: context): status = .active
        case "completed"?: status = .completed
        // What ended before the document was written is no longer taken, whatever its act's status was left at.
        case "active"?: status = isTakingOver(statement) ? .completed : .active
        case "on-hold"?, "draft"?: status = .onHold
        case "stopped"?, "cancelled"?: status = .stopped
        default: status = hasEnded(duration(statement)) ? .completed : .unknown
        }
        var resource = MedicationStatement(status: status, medication: .init(medication), subject: patient)
        resource.identifier = identifiers(statement.ids)
        resource.basedOn = basis(of: statement, allowed: ["MedicationRequest", "CarePlan", "ServiceRequest"])
        resource.category = concept(statement.code)
        resource.context = encounter
        switch time(duration(statement)) {
        case .dateTime(let text)?: resource.effective = .dateTime(text)
        case .period(let period)?: resource.effective = .period(period)
        case nil: break
        }
        resource.dateAsserted = recordedTime(statement)
        resource.informationSource = recorder(statement)
        resource.dosage = dosages(statement)
        let (codes, references) = reasons(statement)
        if status == .notTaken {
            // R4: reasonCode says why it is taken, statusReason why not.
            resource.statusReason = codes
            loose += references
        } else {
            (resource.reasonCode, resource.reasonReference) = (codes, references)
        }
        resource.note = notes(statement)
        resource.extension += priorityExtension(statement)
        for supply in takeSupplies(statement) {
            loose.append(self.supply(supply, in: SectionContext(kind: .medications, code: nil), of: medication))
        }
        return add(&resource, from: statement)
    }

    /// - Parameter known: what is asked for, where the statement above names it.
    private mutating func medicationRequest(
        _ statement: ClinicalStatement, in context: SectionContext, of known: MedicationChoice? = nil
    ) -> Reference {
        let medication = known ?? medication(statement)
        var status =
            mapped("medication-status", statement.statusCode).flatMap(MedicationRequest.Status.init(rawValue:))
            ?? (isSupplyOfWhatWasTaken(statement) ? .unknown : .active)
        if statement.statusCode == "completed",
            !hasEnded(duration(statement)) && (context.kind == .prescription || fixedStatus(of: statement) == .item)
                || isStillTaken(statement, in: context)
        {
            // Fixed by the guides: what is completed is the writing of it.
            status = .active
        }
        var resource = MedicationRequest(
            status: status, intent: medicationIntent(statement.mood, in: context), medication: .init(medication),
            subject: patient)
        resource.identifier = identifiers(statement.ids)
        resource.encounter = encounter
        resource.basedOn = basis(
            of: statement, allowed: ["CarePlan", "MedicationRequest", "ServiceRequest", "ImmunizationRecommendation"])
        if let category = concept(statement.code) { resource.category = [category] }
        if statement.isNegated { resource.doNotPerform = true }
        resource.authoredOn = recordedTime(statement)
        resource.requester = recorder(statement)
        resource.performer = performers(statement).first
        resource.priority = requestPriority(statement)
        if resource.priority == nil { resource.extension += priorityExtension(statement) }
        resource.dosageInstruction = dosages(statement)
        (resource.reasonCode, resource.reasonReference) = reasons(statement)
        resource.note = notes(statement)
        var handedOver: [ClinicalStatement] = []
        for supply in takeSupplies(statement) {
            guard supply.mood != .event else {
                handedOver.append(supply)
                continue
            }
            let isAskedFor =
                !supply.isNegated
                && ["active", "on-hold", "completed", "draft", nil].contains(
                    mapped("medication-status", supply.statusCode))
            guard resource.dispenseRequest == nil, isAskedFor else {
                loose.append(self.supply(supply, in: context, of: medication))
                continue
            }
            resource.dispenseRequest = dispenseRequest(supply)
            notesOfSupply(supply, into: &resource)
            let known = Set(resource.identifier)
            resource.identifier += identifiers(supply.ids).filter { !known.contains($0) }
        }
        if statement.kind == .supply { resource.dispenseRequest = dispenseRequest(statement) }
        for substitution in takeRelated(statement, [.substitutionPermission]) {
            if let value = substitution.values.first, let code = concept(ConceptDescriptor(value)) {
                resource.substitution = MedicationRequest.Substitution(allowed: .codeableConcept(code))
            }
        }
        for code in takeSubstitutions(statement) {
            resource.substitution = MedicationRequest.Substitution(allowed: .codeableConcept(code))
        }
        resource.category += takeKinds(of: statement)
        let reference = add(&resource, from: statement)
        for supply in handedOver {
            let dispense = self.supply(supply, in: context, of: medication)
            resources.amend(dispense) { amended in
                guard case .medicationDispense(var dispense) = amended else { return }
                dispense.authorizingPrescription.append(reference)
                amended = .medicationDispense(dispense)
            }
            loose.append(dispense)
        }
        return reference
    }

    /// IHE Pharmacy: an act whose code is of SubstanceAdminSubstitution says which substitution a prescription permits (mood DEF) or a
    /// dispensation made (mood EVN).
    private mutating func takeSubstitutions(_ statement: ClinicalStatement) -> [CodeableConcept] {
        var found: [CodeableConcept] = []
        for related in statement.related where related.statement.kind == .act && !isTaken(related.statement) {
            let act = related.statement
            guard act.code?.codeSystem == "2.16.840.1.113883.5.1070", !act.isNegated, !related.isNegated,
                !isWithdrawn(act), act.mood == .definition || act.mood == .event, let code = concept(act.code)
            else { continue }
            take(act)
            found.append(code)
        }
        return found
    }

    /// What kind of prescription or treatment it is: ELGA and CI-SIS define it by an act of its own (Einzelverordnung).
    private mutating func takeKinds(of statement: ClinicalStatement) -> [CodeableConcept] {
        var kinds: [CodeableConcept] = []
        for related in statement.related where related.statement.kind == .act && !isTaken(related.statement) {
            let act = related.statement
            guard act.mood == .definition, related.typeCode == "COMP", !act.isNegated, !related.isNegated,
                !isWithdrawn(act), act.ids.isEmpty, act.related.isEmpty, let code = concept(act.code)
            else { continue }
            take(act)
            kinds.append(code)
        }
        return kinds
    }

    /// What the supply of a prescription says beside amount and validity.
    private mutating func notesOfSupply(_ supply: ClinicalStatement, into resource: inout MedicationRequest) {
        resource.note += notes(supply)
        if let code = concept(supply.code) { resource.category.append(code) }
        for instruction in takeRelated(supply, [.instruction]) {
            if let words = text(of: instruction) { resource.note.append(Annotation(text: words)) }
            _ = unknown(instruction)
        }
        resource.extension += participantExtensions(of: supply)
    }

    /// What "completed" stands for where a guide fixes it, whatever the time: the targets of the map `fixed-status`.
    private enum FixedStatus: String {
        /// That an item of a prescription, a plan or a list has been written.
        case item
        /// Nothing of a treatment.
        case treatment
        /// The same of one that is marked as taken for long.
        case longTreatment = "long-treatment"
    }

    private func fixedStatus(of statement: ClinicalStatement) -> FixedStatus? {
        guard statement.kind == .substanceAdministration else { return nil }
        let known = statement.templateIds.compactMap { profiles.map("fixed-status", system: "", code: $0.root) }
            .compactMap(FixedStatus.init(rawValue:))
        return known.contains(.longTreatment) ? .longTreatment : known.first
    }

    /// Of a treatment whose status is fixed, what ends later, what is marked as taken for long and what is told among the medicines at
    /// discharge without an end is taken.
    private func isStillTaken(_ statement: ClinicalStatement, in context: SectionContext) -> Bool {
        guard let fixed = fixedStatus(of: statement), fixed != .item, let interval = duration(statement),
            interval.low?.value != nil || interval.high?.value != nil
        else { return false }
        if interval.high?.value != nil || interval.width != nil { return !hasEnded(interval) }
        return fixed == .longTreatment || context.kind == .dischargeMedications
    }

    /// Whether an administration says neither what is taken nor how: it then only leads to another one.
    private func namesNoMedicine(_ statement: ClinicalStatement) -> Bool {
        let product = statement.manufacturedProduct
        let material = product?.child(.manufacturedMaterial) ?? product?.child(.manufacturedLabeledDrug)
        return statement.ids.contains { $0.hasKey } && material?.child(.code)?.word(.code) == nil
            && material?.child(.code)?.child(.translation) == nil && material?.child(.name) == nil
            && statement.element.child(.doseQuantity) == nil && statement.effectiveTimes.isEmpty
            && statement.related.isEmpty && statement.authors.isEmpty
    }

    /// A supply without a status below something taken or given: whether it is still asked for nobody says.
    private func isSupplyOfWhatWasTaken(_ statement: ClinicalStatement) -> Bool {
        guard statement.kind == .supply, let outer = statement.element.parent?.parent.flatMap({ ClinicalStatement($0) })
        else { return false }
        return outer.kind == .substanceAdministration && outer.mood == .event
    }

    private func medicationIntent(
        _ mood: ClinicalStatement.Mood?, in context: SectionContext
    ) -> MedicationRequest.Intent {
        switch mood {
        // What a prescription intends is what it orders.
        case .intent? where context.kind == .prescription: .order
        case .request?, .promise?: .order
        case .proposal?: .proposal
        default: .plan
        }
    }

    private mutating func takeSupplies(_ statement: ClinicalStatement) -> [ClinicalStatement] {
        var supplies: [ClinicalStatement] = []
        for related in statement.related where related.statement.kind == .supply && !isTaken(related.statement) {
            take(related.statement)
            supplies.append(related.statement)
        }
        return supplies
    }

    private mutating func dispenseRequest(_ supply: ClinicalStatement) -> MedicationRequest.DispenseRequest {
        var request = MedicationRequest.DispenseRequest()
        request.performer = supply.performers.lazy.compactMap(\.entity).first.flatMap { entity in
            entity.organization.map { organization($0) }
        }
        request.quantity = quantity(supply.element.child(.quantity).map { PhysicalQuantity($0) })
        request.validityPeriod = period(supply.effectiveTime)
        request.expectedSupplyDuration = expectedUse(supply)
        // repeatNumber counts all fills, numberOfRepeatsAllowed those after the first.
        let repeats = supply.element.child(.repeatNumber)
        if let fills = (repeats?.word(.value) ?? repeats?.child(.high)?.word(.value)).flatMap({ Int($0) }), fills > 0 {
            request.numberOfRepeatsAllowed = fills - 1
        }
        return request
    }

    /// expectedUseTime: how long the supply shall last, told as a length or by its first and last day.
    private mutating func expectedUse(_ supply: ClinicalStatement) -> Quantity? {
        guard let time = supply.element.child("expectedUseTime").map(TimeInterval.init) else { return nil }
        if let source = time.width, let unit = timingUnit(source.unit), var length = quantity(source) {
            (length.system, length.code) = (CodeSystemURI.ucum, unit.rawValue)
            return length
        }
        func day(_ stamp: TimeStamp?) -> Int64? {
            guard let parts = stamp?.parts, let month = parts.month, let day = parts.day else { return nil }
            return CivilDate.days(year: parts.year, month: month, day: day)
        }
        guard let first = day(time.low), let last = day(time.high), last > first else { return nil }
        for stamp in [time.low, time.high].compactMap({ $0 }) { reached.insert(stamp.element) }
        return Quantity(
            value: FHIRDecimal(Int(last - first)), unit: "d", system: CodeSystemURI.ucum, code: "d")
    }

    /// supply → MedicationDispense when handed out, MedicationRequest when asked for; other goods as their own.
    /// - Parameter known: what the statement above is about, for a supply that names no product of its own.
    mutating func supply(
        _ statement: ClinicalStatement, in context: SectionContext, of known: MedicationChoice? = nil
    ) -> Reference {
        let isOther = kind(of: statement) == .deviceSupply || statement.participants.contains { $0.typeCode == "PRD" }
        let inherited = statement.manufacturedProduct == nil && !isOther ? known : nil
        guard statement.manufacturedProduct != nil || inherited != nil else {
            return statement.mood?.isPlanned == true ? request(statement, in: context) : deviceUse(statement)
        }
        if statement.mood?.isPlanned == true { return medicationRequest(statement, in: context, of: inherited) }
        let medication = inherited ?? medication(statement)
        var status: MedicationDispense.Status =
            switch mapped("medication-status", statement.statusCode) {
            case "entered-in-error"?: .enteredInError
            case "stopped"?: .stopped
            case "cancelled"?: .cancelled
            case "on-hold"?: .onHold
            case "active"?: .inProgress
            default: .completed
            }
        if statement.isNegated { status = .declined }
        var resource = MedicationDispense(status: status, medication: .init(medication))
        resource.identifier = identifiers(statement.ids)
        resource.subject = patient
        resource.context = encounter
        resource.authorizingPrescription = basis(of: statement, allowed: ["MedicationRequest"])
        resource.quantity = quantity(statement.element.child(.quantity).map { PhysicalQuantity($0) })
        if status != .declined {
            switch time(statement.effectiveTime) {
            case .dateTime(let text)?: resource.whenHandedOver = text
            case .period(let period)?:
                resource.whenPrepared = period.start
                resource.whenHandedOver = period.end ?? period.start
            case nil: break
            }
        }
        resource.daysSupply = expectedUse(statement)
        resource.type = concept(statement.code)
        resource.dosageInstruction = dosages(statement)
        resource.extension += priorityExtension(statement)
        resource.performer = performers(statement).map { MedicationDispense.Performer(actor: $0) }
        if resource.performer.isEmpty, let author = recorder(statement) {
            resource.performer = [MedicationDispense.Performer(actor: author)]
        }
        for related in statement.related
        where related.statement.kind == .substanceAdministration && !isTaken(related.statement)
            && related.statement.mood != .event
        {
            take(related.statement)
            if namesNoMedicine(related.statement),
                var prescription = pointed(at: related.statement, allowed: ["MedicationRequest"])
            {
                if let code = concept(related.statement.code) {
                    prescription.extension.append(Extension(url: ExtensionURL.actCode, value: .codeableConcept(code)))
                }
                loose += externalDocuments(of: related.statement)
                // Only which prescription it was: an order of an unknown medicine is nothing that anybody made.
                resource.authorizingPrescription.append(prescription)
                continue
            }
            resource.authorizingPrescription += only(
                "MedicationRequest", [medicationRequest(related.statement, in: context)])
        }
        for code in takeSubstitutions(statement) {
            // `N`: none, even though one was permitted.
            let isNone = code.coding.contains { $0.code == "N" }
            resource.substitution = MedicationDispense.Substitution(wasSubstituted: !isNone, type: code)
        }
        resource.note = notes(statement)
        return add(&resource, from: statement)
    }
}
