import CDA
import FHIR
import Profiles
import RecordTypes
import XMLReader

/// What is taken: the code alone, or a Medication with form, ingredients, package and lot.
extension CDAMapping {
    /// consumable → code alone, or Medication where form, ingredients, package or lot are told.
    mutating func medication(_ statement: ClinicalStatement) -> MedicationChoice {
        guard let product = statement.manufacturedProduct,
            let material = product.child(.manufacturedMaterial) ?? product.child(.manufacturedLabeledDrug)
        else {
            var unknown = CodeableConcept(text: text(of: statement) ?? "unknown")
            if let code = concept(statement.code), text(of: statement) == nil { unknown = code }
            return .concept(unknown)
        }
        let code = materialCode(material, statement: statement)
        var resource = Medication()
        resource.code = code
        if let lot = material.child(.lotNumberText)?.plainText { resource.batch = Medication.Batch(lotNumber: lot) }
        if let maker = product.child(.manufacturerOrganization).map(CDA.Organization.init), !maker.isEmpty {
            resource.manufacturer = organization(maker)
        }
        resource.identifier = identifiers(
            (product.children(.id) + material.children.filter { $0.isNamed(.id) }).map(InstanceIdentifier.init))
        mapPharmacy(material, into: &resource)
        if resource.form == nil { resource.form = administeredForm(statement) }
        mapVehicles(statement, into: &resource)
        mapAuthorization(product, into: &resource)
        let isMore =
            resource.batch != nil || resource.manufacturer != nil || resource.form != nil
            || !resource.ingredient.isEmpty
            || resource.amount != nil || !resource.identifier.isEmpty || !resource.extension.isEmpty
        guard isMore else { return .concept(code) }
        let reference = add(&resource, uuid: name("Medication", at: product))
        for content in material.children where isPharmacy(content) && content.isNamed(.asContent) {
            package(content, of: reference)
        }
        return .reference(reference)
    }

    /// administrationUnitCode of a dose that has a unit of its own says the form (a tablet, a solution) in which it is given.
    private mutating func administeredForm(_ statement: ClinicalStatement) -> CodeableConcept? {
        guard let unit = statement.element.child(.administrationUnitCode),
            let dose = statement.element.child(.doseQuantity)
        else { return nil }
        let measured = [dose, dose.child(.low), dose.child(.high), dose.child(.center)].compactMap { $0?.word(.unit) }
        return measured.contains { $0 != "1" } ? concept(ConceptDescriptor(unit)) : nil
    }

    /// A drug vehicle (22.4.24) is an ingredient without effect.
    private mutating func mapVehicles(_ statement: ClinicalStatement, into resource: inout Medication) {
        for participant in statement.participants where participant.typeCode == "CSM" && !isTaken(participant) {
            guard let role = participant.role else { continue }
            let entity = role.playingEntity
            guard
                let item = concept(entity?.child(.code).map(ConceptDescriptor.init))
                    ?? entity?.child(.name)?.plainText.map({ CodeableConcept(text: $0) })
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
        for element in product.children where element.isNamed(.marketingAuthorizationHolder) {
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
        func child(_ name: KnownName) -> XMLElement? { container.children.first { $0.isNamed(name) } }
        var resource = Medication()
        resource.code =
            concept(child(.code).map(ConceptDescriptor.init))
            ?? child(.name)?.plainText.map { CodeableConcept(text: $0) }
        resource.form = concept(child(.formCode).map(ConceptDescriptor.init))
        resource.identifier = identifiers(
            container.children.filter { $0.isNamed(.id) }.map(InstanceIdentifier.init))
        if let capacity = quantity(child(.capacityQuantity).map { PhysicalQuantity($0) }),
            let one = FHIRDecimal(text: "1")
        {
            resource.amount = Ratio(numerator: capacity, denominator: Quantity(value: one))
        }
        var ingredient = Medication.Ingredient(item: .reference(inner))
        if let amount = content.children.first(where: { $0.isNamed(.quantity) }) {
            ingredient.strength = strength(amount)
            if ingredient.strength == nil, let quantity = quantity(PhysicalQuantity(amount)),
                let one = FHIRDecimal(text: "1")
            {
                ingredient.strength = Ratio(numerator: quantity, denominator: Quantity(value: one))
            }
        }
        resource.ingredient = [ingredient]
        // epSOS calls what is around the package asSuperContent.
        let outer = container.children.filter { $0.isNamed(.asContent) || $0.localName == "asSuperContent" }
        guard
            resource.code != nil || resource.form != nil || !resource.identifier.isEmpty || ingredient.strength != nil
                || resource.amount != nil || !outer.isEmpty
        else { return }
        let reference = add(&resource, uuid: name("Medication", at: container))
        loose.append(reference)
        for next in outer { package(next, of: reference) }
    }

    private mutating func materialCode(_ material: XMLElement, statement: ClinicalStatement) -> CodeableConcept {
        let code = material.child(.code).map(ConceptDescriptor.init)
        var result = concept(code) ?? CodeableConcept()
        let name = material.child(.name)?.plainText ?? material.children.first { $0.isNamed(.name) }?.plainText
        if result.text == nil || (code?.originalText == nil && name != nil && result.coding.isEmpty) {
            result.text = name ?? result.text
        }
        for element in material.children where isPharmacy(element) {
            // Generic equivalents: pharm:asSpecializedKind/generalizedMedicineClass/code.
            if element.isNamed(.asSpecializedKind) {
                for kind in element.children {
                    for child in kind.children where child.isNamed(.code) {
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
                let code = substance.children.first { $0.isNamed(.code) }.flatMap {
                    concept(ConceptDescriptor($0))
                }
                let name = substance.children.first { $0.isNamed(.name) }?.plainText
                guard let item = code ?? name.map({ CodeableConcept(text: $0) }) else { continue }
                var ingredient = Medication.Ingredient(item: .codeableConcept(item))
                ingredient.strength = element.children.first { $0.isNamed(.quantity) }.flatMap { strength($0) }
                if let kind = element.word(.classCode) { ingredient.isActive = Self.isActive(kind) }
                resource.ingredient.append(ingredient)
            case "asContent":
                for container in element.children where container.localName.hasPrefix("container") {
                    guard let capacity = container.children.first(where: { $0.isNamed(.capacityQuantity) }),
                        let amount = quantity(PhysicalQuantity(capacity)), let one = FHIRDecimal(text: "1")
                    else { continue }
                    resource.amount = Ratio(numerator: amount, denominator: Quantity(value: one))
                }
            default: continue
            }
        }
    }

    /// HL7 v3 RoleClassIngredientEntity; nil for `INGR`, which says neither.
    private static func isActive(_ classCode: String) -> Bool? {
        if classCode.hasPrefix("ACT") { return true }
        return ["IACT", "COLR", "FLVR", "PRSV", "STBL"].contains(classCode) ? false : nil
    }

    private mutating func strength(_ element: XMLElement) -> Ratio? {
        let numerator = element.children.first { $0.isNamed(.numerator) }.flatMap {
            quantity(PhysicalQuantity($0))
        }
        let denominator = element.children.first { $0.isNamed(.denominator) }.flatMap {
            quantity(PhysicalQuantity($0))
        }
        guard let numerator, let denominator else { return nil }
        return Ratio(numerator: numerator, denominator: denominator)
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
