import CDA
import FHIR
import Profiles
import RecordTypes
import XMLReader

extension CDAMapping {
    /// substanceAdministration → MedicationStatement when it happened, MedicationRequest when it is planned or ordered.
    mutating func medications(_ statement: ClinicalStatement, in context: SectionContext) -> [Reference] {
        statement.mood == .event ? [medicationStatement(statement)] : [medicationRequest(statement, in: context)]
    }

    private mutating func medicationStatement(_ statement: ClinicalStatement) -> Reference {
        let medication = medication(statement)
        let status: MedicationStatement.Status
        switch mapped("medication-status", statement.statusCode) {
        case "entered-in-error"?: status = .enteredInError
        case _ where statement.isNegated: status = .notTaken
        case "completed"?: status = .completed
        case "active"?: status = .active
        case "on-hold"?, "draft"?: status = .onHold
        case "stopped"?, "cancelled"?: status = .stopped
        default: status = hasEnded(duration(statement)) ? .completed : .unknown
        }
        var resource = MedicationStatement(status: status, medication: .init(medication), subject: patient)
        resource.identifier = identifiers(statement.ids)
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
        (resource.reasonCode, resource.reasonReference) = reasons(statement)
        resource.note = notes(statement)
        resource.extension += priorityExtension(statement)
        for supply in takeSupplies(statement) {
            loose.append(self.supply(supply, in: SectionContext(kind: .medications, code: nil)))
        }
        return add(resource, from: statement)
    }

    private mutating func medicationRequest(_ statement: ClinicalStatement, in context: SectionContext) -> Reference {
        let medication = medication(statement)
        var status =
            mapped("medication-status", statement.statusCode).flatMap(MedicationRequest.Status.init(rawValue:))
            ?? .active
        if statement.statusCode == "completed", !hasEnded(duration(statement)), context.kind == .prescription {
            status = .active
        }
        var resource = MedicationRequest(
            status: status, intent: medicationIntent(statement.mood), medication: .init(medication), subject: patient)
        resource.identifier = identifiers(statement.ids)
        resource.encounter = encounter
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
        for supply in takeSupplies(statement) {
            guard supply.mood != .event else {
                loose.append(self.supply(supply, in: context))
                continue
            }
            guard resource.dispenseRequest == nil else {
                loose.append(self.supply(supply, in: context))
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
        return add(resource, from: statement)
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

    private func medicationIntent(_ mood: ClinicalStatement.Mood?) -> MedicationRequest.Intent {
        switch mood {
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
        request.quantity = quantity(supply.element.child("quantity").map { PhysicalQuantity($0) })
        request.validityPeriod = period(supply.effectiveTime)
        // repeatNumber counts all fills, numberOfRepeatsAllowed those after the first.
        if let fills = supply.element.child("repeatNumber")?.word("value").flatMap({ Int($0) }), fills > 0 {
            request.numberOfRepeatsAllowed = fills - 1
        }
        return request
    }

    /// supply → MedicationDispense when handed out, MedicationRequest when asked for; other goods as their own.
    mutating func supply(_ statement: ClinicalStatement, in context: SectionContext) -> Reference {
        let isMedicine = statement.manufacturedProduct != nil
        guard isMedicine else {
            return statement.mood?.isPlanned == true ? request(statement, in: context) : deviceUse(statement)
        }
        if statement.mood?.isPlanned == true { return medicationRequest(statement, in: context) }
        let medication = medication(statement)
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
        resource.quantity = quantity(statement.element.child("quantity").map { PhysicalQuantity($0) })
        if status != .declined {
            switch time(statement.effectiveTime) {
            case .dateTime(let text)?: resource.whenHandedOver = text
            case .period(let period)?:
                resource.whenPrepared = period.start
                resource.whenHandedOver = period.end ?? period.start
            case nil: break
            }
        }
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
            resource.authorizingPrescription += only(
                "MedicationRequest", [medicationRequest(related.statement, in: context)])
        }
        resource.note = notes(statement)
        return add(resource, from: statement)
    }

    // MARK: the product

    /// consumable → code alone, or Medication where form, ingredients, package or lot are told.
    mutating func medication(_ statement: ClinicalStatement) -> MedicationChoice {
        guard let product = statement.manufacturedProduct,
            let material = product.child("manufacturedMaterial") ?? product.child("manufacturedLabeledDrug")
        else {
            var unknown = CodeableConcept(text: text(of: statement) ?? "unknown")
            if let code = concept(statement.code), text(of: statement) == nil { unknown = code }
            return .concept(unknown)
        }
        let code = materialCode(material, statement: statement)
        var resource = Medication()
        resource.code = code
        if let lot = material.child("lotNumberText")?.plainText { resource.batch = Medication.Batch(lotNumber: lot) }
        if let maker = product.child("manufacturerOrganization").map(CDA.Organization.init), !maker.isEmpty {
            resource.manufacturer = organization(maker)
        }
        resource.identifier = identifiers(
            (product.children("id") + material.children.filter { $0.localName == "id" }).map(InstanceIdentifier.init))
        mapPharmacy(material, into: &resource)
        mapVehicles(statement, into: &resource)
        mapAuthorization(product, into: &resource)
        let isMore =
            resource.batch != nil || resource.manufacturer != nil || resource.form != nil
            || !resource.ingredient.isEmpty
            || resource.amount != nil || !resource.identifier.isEmpty || !resource.extension.isEmpty
        guard isMore else { return .concept(code) }
        let reference = add(resource, uuid: name("Medication", at: product))
        for content in material.children where isPharmacy(content) && content.localName == "asContent" {
            package(content, of: reference)
        }
        return .reference(reference)
    }

    /// A drug vehicle (22.4.24) is an ingredient without effect.
    private mutating func mapVehicles(_ statement: ClinicalStatement, into resource: inout Medication) {
        for participant in statement.participants where participant.typeCode == "CSM" && !isTaken(participant) {
            guard let role = participant.role else { continue }
            let entity = role.playingEntity
            guard
                let item = concept(entity?.child("code").map(ConceptDescriptor.init))
                    ?? entity?.child("name")?.plainText.map({ CodeableConcept(text: $0) })
            else { continue }
            take(participant)
            var ingredient = Medication.Ingredient(item: .codeableConcept(item), isActive: false)
            if let kind = concept(role.code) {
                ingredient.extension.append(Extension(url: ExtensionURL.actCode, value: .codeableConcept(kind)))
            }
            resource.ingredient.append(ingredient)
        }
    }

    /// Who holds the marketing authorisation, beside who manufactures.
    private mutating func mapAuthorization(_ product: XMLElement, into resource: inout Medication) {
        for element in product.children where element.localName == "marketingAuthorizationHolder" {
            let holder = organization(CDA.Organization(element))
            if resource.manufacturer == nil {
                resource.manufacturer = holder
            } else {
                var mark = Extension(url: ExtensionURL.participant)
                mark.extension = [
                    Extension(
                        url: "type", value: .coding(Coding(system: CodeSystemURI.participationType, code: "HLD"))),
                    Extension(url: "actor", value: .reference(holder)),
                ]
                resource.extension.append(mark)
            }
        }
    }

    /// asContent: the package that the medicine comes in is a Medication that contains it; packages nest.
    private mutating func package(_ content: XMLElement, of inner: Reference) {
        guard let container = content.children.first(where: { $0.localName.hasPrefix("container") }) else { return }
        func child(_ name: String) -> XMLElement? { container.children.first { $0.localName == name } }
        var resource = Medication()
        resource.code =
            concept(child("code").map(ConceptDescriptor.init))
            ?? child("name")?.plainText.map { CodeableConcept(text: $0) }
        resource.form = concept(child("formCode").map(ConceptDescriptor.init))
        resource.identifier = identifiers(
            container.children.filter { $0.localName == "id" }.map(InstanceIdentifier.init))
        if let capacity = quantity(child("capacityQuantity").map { PhysicalQuantity($0) }),
            let one = FHIRDecimal(text: "1")
        {
            resource.amount = Ratio(numerator: capacity, denominator: Quantity(value: one))
        }
        var ingredient = Medication.Ingredient(item: .reference(inner))
        if let amount = content.children.first(where: { $0.localName == "quantity" }) {
            ingredient.strength = strength(amount)
            if ingredient.strength == nil, let quantity = quantity(PhysicalQuantity(amount)),
                let one = FHIRDecimal(text: "1")
            {
                ingredient.strength = Ratio(numerator: quantity, denominator: Quantity(value: one))
            }
        }
        resource.ingredient = [ingredient]
        let outer = container.children.filter { $0.localName == "asContent" }
        guard
            resource.code != nil || resource.form != nil || !resource.identifier.isEmpty || ingredient.strength != nil
                || resource.amount != nil || !outer.isEmpty
        else { return }
        let reference = add(resource, uuid: name("Medication", at: container))
        loose.append(reference)
        for next in outer { package(next, of: reference) }
    }

    private mutating func materialCode(_ material: XMLElement, statement: ClinicalStatement) -> CodeableConcept {
        let code = material.child("code").map(ConceptDescriptor.init)
        var result = concept(code) ?? CodeableConcept()
        let name = material.child("name")?.plainText ?? material.children.first { $0.localName == "name" }?.plainText
        if result.text == nil || (code?.originalText == nil && name != nil && result.coding.isEmpty) {
            result.text = name ?? result.text
        }
        for element in material.children where isPharmacy(element) {
            // Generic equivalents: pharm:asSpecializedKind/generalizedMedicineClass/code.
            if element.localName == "asSpecializedKind" {
                for kind in element.children {
                    for child in kind.children where child.localName == "code" {
                        if let more = concept(ConceptDescriptor(child)) {
                            result.coding += more.coding.filter { !result.coding.contains($0) }
                        }
                    }
                }
            }
        }
        if result.coding.isEmpty, result.text == nil {
            result.text = text(of: statement) ?? "unknown"
            if let flavor = code?.nullFlavor { result.extension = [absent(flavor)] }
        }
        return result
    }

    /// Medication details are known by their names: their namespace differs by guide, and some documents use HL7's own.
    private func isPharmacy(_ element: XMLElement) -> Bool {
        element.namespace == CDANamespace.hl7 || CDANamespace.pharmacy.contains(element.namespace ?? "")
    }

    /// eHDSI and IHE Pharmacy: form, ingredients with strength, package.
    private mutating func mapPharmacy(_ material: XMLElement, into resource: inout Medication) {
        for element in material.children where isPharmacy(element) {
            switch element.localName {
            case "formCode":
                resource.form = concept(ConceptDescriptor(element))
            case "expirationTime":
                var batch = resource.batch ?? Medication.Batch()
                batch.expirationDate = dateTime(TimeStamp(element))
                if batch.expirationDate != nil { resource.batch = batch }
            case "ingredient":
                guard let substance = element.children.first(where: { $0.localName.hasPrefix("ingredient") }) else {
                    continue
                }
                let code = substance.children.first { $0.localName == "code" }.flatMap {
                    concept(ConceptDescriptor($0))
                }
                let name = substance.children.first { $0.localName == "name" }?.plainText
                guard let item = code ?? name.map({ CodeableConcept(text: $0) }) else { continue }
                var ingredient = Medication.Ingredient(item: .codeableConcept(item))
                ingredient.strength = element.children.first { $0.localName == "quantity" }.flatMap { strength($0) }
                if let kind = element.word("classCode") { ingredient.isActive = kind.hasPrefix("ACT") ? true : nil }
                resource.ingredient.append(ingredient)
            case "asContent":
                for container in element.children where container.localName.hasPrefix("container") {
                    guard let capacity = container.children.first(where: { $0.localName == "capacityQuantity" }),
                        let amount = quantity(PhysicalQuantity(capacity)), let one = FHIRDecimal(text: "1")
                    else { continue }
                    resource.amount = Ratio(numerator: amount, denominator: Quantity(value: one))
                }
            default: continue
            }
        }
    }

    private mutating func strength(_ element: XMLElement) -> Ratio? {
        let numerator = element.children.first { $0.localName == "numerator" }.flatMap {
            quantity(PhysicalQuantity($0))
        }
        let denominator = element.children.first { $0.localName == "denominator" }.flatMap {
            quantity(PhysicalQuantity($0))
        }
        guard let numerator, let denominator else { return nil }
        return Ratio(numerator: numerator, denominator: denominator)
    }

    /// Why: RSON observations become Conditions of their own, or their code.
    mutating func reasons(_ statement: ClinicalStatement) -> ([CodeableConcept], [Reference]) {
        var codes: [CodeableConcept] = []
        var references: [Reference] = []
        for related in statement.related where related.typeCode == "RSON" && !isTaken(related.statement) {
            let reason = related.statement
            // What is no observation that was made (a goal, a planned act) becomes what it is by itself.
            guard reason.kind == .observation, reason.mood == .event, !reason.isNegated else { continue }
            take(reason)
            for value in reason.values {
                if case .concept(let concept) = AnyValue(value), let code = self.concept(concept) { codes.append(code) }
            }
            if reason.values.isEmpty, let code = concept(reason.code) { codes.append(code) }
            let known = reason.ids.compactMap(\.key).compactMap { self.statements[$0] }.first
            let fitting = known.map { known in
                ["Condition", "Observation"].flatMap { only($0, [known], keep: false) }
            }
            if let fitting, !fitting.isEmpty {
                references += fitting.filter { !references.contains($0) }
                for id in reason.ids { reached.insert(id.element) }
            } else if !reason.ids.isEmpty || reason.effectiveTime != nil || reason.code?.codings.isEmpty == false {
                references.append(observation(reason, in: SectionContext(kind: nil, code: nil)))
            }
        }
        return (codes, references)
    }
}

/// What `medication[x]` is, whatever the resource.
enum MedicationChoice {
    case concept(CodeableConcept)
    case reference(Reference)
}

extension MedicationStatement.Medication {
    init(_ choice: MedicationChoice) {
        switch choice {
        case .concept(let concept): self = .codeableConcept(concept)
        case .reference(let reference): self = .reference(reference)
        }
    }
}

extension MedicationRequest.Medication {
    init(_ choice: MedicationChoice) {
        switch choice {
        case .concept(let concept): self = .codeableConcept(concept)
        case .reference(let reference): self = .reference(reference)
        }
    }
}

extension MedicationDispense.Medication {
    init(_ choice: MedicationChoice) {
        switch choice {
        case .concept(let concept): self = .codeableConcept(concept)
        case .reference(let reference): self = .reference(reference)
        }
    }
}
