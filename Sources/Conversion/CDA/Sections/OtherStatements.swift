import CDA
import FHIR
import Profiles
import RecordTypes
import XMLReader

extension CDAMapping {
    /// Note activity → DocumentReference.
    mutating func note(_ statement: ClinicalStatement) -> Reference {
        var attachment = Attachment()
        if let data = statement.text, let base64 = data.base64 {
            attachment.contentType = data.mediaType ?? "application/octet-stream"
            attachment.data = base64
        } else {
            attachment.contentType = "text/plain"
            attachment.data = Base64.text(Array((text(of: statement) ?? "").utf8))
        }
        var resource = DocumentReference(
            status: statement.statusCode == "nullified" ? .enteredInError : .current,
            content: [DocumentReference.Content(attachment: attachment)])
        resource.identifier = identifiers(statement.ids)
        resource.subject = patient
        let code = statement.code
        resource.type = concept(code)
        resource.date = statement.authors.compactMap { $0.time }.first.flatMap { instant($0.value ?? $0.low) }
        resource.author = statement.authors.compactMap { $0.entity }.compactMap { actor($0) }
        if let encounter { resource.context = DocumentReference.Context(encounter: [encounter]) }
        return add(resource, from: statement)
    }

    /// observationMedia → Media. A region of interest belongs to an image and carries no fact of its own.
    mutating func media(_ statement: ClinicalStatement) -> [Reference] {
        guard statement.kind == .observationMedia,
            let value = statement.element.child("value").map(EncapsulatedData.init)
        else { return [] }
        var content = Attachment(contentType: value.mediaType, data: value.base64)
        content.url = value.reference
        var resource = Media(status: .completed, content: content)
        resource.identifier = identifiers(statement.ids)
        resource.subject = patient
        return [add(resource, from: statement)]
    }

    /// A relative's organizer → FamilyMemberHistory: nothing of it is the patient's.
    mutating func familyHistory(_ statement: ClinicalStatement) -> Reference {
        let relative = statement.element.descendant("subject", "relatedSubject")
        let person = relative?.child("subject")
        var resource = FamilyMemberHistory(
            status: statement.statusCode == "nullified" ? .enteredInError : .completed, patient: patient,
            relationship: concept(relative?.child("code").map(ConceptDescriptor.init))
                ?? CodeableConcept(text: "unknown"))
        resource.identifier = identifiers(statement.ids)
        resource.name = person?.child("name").map(EntityName.init).flatMap { $0.isEmpty ? nil : $0.display }
        if let gender = gender(person?.child("administrativeGenderCode").map(ConceptDescriptor.init)) {
            resource.sex = fixed("http://hl7.org/fhir/administrative-gender", gender.rawValue)
        }
        if let birth = date(person?.child("birthTime").map(TimeStamp.init)) { resource.born = .date(birth) }
        if let deceased = person?.child("deceasedInd", in: CDANamespace.sdtc)?.word("value") {
            resource.deceased = .boolean(deceased == "true")
        }
        for related in statement.related where related.statement.kind == .observation && !isTaken(related.statement) {
            let finding = related.statement
            take(finding)
            guard
                let code = finding.values.compactMap({ self.concept(ConceptDescriptor($0)) }).first
                    ?? concept(finding.code)
            else { continue }
            var condition = FamilyMemberHistory.Condition(code: code)
            if finding.isNegated {
                condition.modifierExtension = [Extension(url: ExtensionURL.negatedValue, value: .codeableConcept(code))]
                condition.code = CodeableConcept(text: "Not present: \(code.text ?? code.coding.first?.display ?? "")")
            }
            for age in takeRelated(finding, [.ageAtOnset]) {
                if let value = age.values.first, var quantity = quantity(PhysicalQuantity(value)) {
                    quantity.system = CodeSystemURI.ucum
                    quantity.code = quantity.code ?? "a"
                    condition.onset = .age(quantity)
                }
            }
            for death in takeRelated(finding, [.familyHistoryDeath]) {
                resource.deceased = .boolean(!death.isNegated)
                condition.contributedToDeath = !death.isNegated
            }
            resource.condition.append(condition)
        }
        return add(resource, from: statement)
    }
}
