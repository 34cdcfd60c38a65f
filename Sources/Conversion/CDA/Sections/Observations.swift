import CDA
import FHIR
import Profiles
import RecordTypes
import XMLReader

extension CDAMapping {
    /// observation → Observation, with its components below as members.
    /// - Parameter code: what was observed, where the statement above says it.
    mutating func observation(
        _ statement: ClinicalStatement, in context: SectionContext, code: CodeableConcept? = nil
    ) -> Reference {
        var resource = Observation(
            status: observationStatus(statement), code: estonianAnalyte(statement) ?? code ?? observationCode(statement)
        )
        resource.identifier = identifiers(statement.ids)
        resource.category = observationCategories(in: context, of: statement)
        resource.subject = patient
        resource.encounter = encounter
        resource.focus = focus(statement)
        if let time = time(statement.effectiveTime) {
            switch time {
            case .dateTime(let text): resource.effective = .dateTime(text)
            case .period(let period): resource.effective = .period(period)
            }
        }
        resource.performer = performers(statement)
        if resource.performer.isEmpty, let author = recorder(statement) { resource.performer = [author] }
        if let result = takeEstonianResult(of: statement) {
            mapValues(result, unitOf: statement, into: &resource)
            mapEstonianResult(result, into: &resource)
        } else {
            mapValues(statement, into: &resource)
        }
        resource.interpretation = statement.interpretations.compactMap { interpretation($0) }
        resource.method = joined(statement.methods)
        resource.bodySite = joined(statement.targetSites)
        resource.extension += priorityExtension(statement)
        resource.derivedFrom += externalDocuments(of: statement)
        resource.referenceRange = statement.referenceRanges.compactMap { referenceRange($0) }
        shareUnit(of: &resource)
        resource.specimen = specimen(statement)
        for device in statement.participants where device.typeCode == "DEV" && resource.device == nil {
            guard let role = device.role else { continue }
            take(device)
            resource.device = productInstance(role)
        }
        resource.note += notes(statement)
        resource.hasMember = members(statement, in: context)
        applyNegation(statement, to: &resource)
        if resource.value == nil, resource.dataAbsentReason == nil, resource.hasMember.isEmpty,
            resource.component.isEmpty
        {
            let flavor = statement.values.first?.nullFlavor ?? statement.nullFlavor ?? .unknown
            resource.dataAbsentReason = fixed(CodeSystemURI.dataAbsentReason, flavor.dataAbsentReason)
        }
        return add(resource, from: statement)
    }

    /// What an observation is about, when not about the patient as such: another statement, a fetus, a donor.
    mutating func focus(_ statement: ClinicalStatement) -> [Reference] {
        (attended.map { [$0] } ?? []) + (relatedSubject(of: statement).map { [subject($0)] } ?? [])
    }

    /// Several codes for one element of R4: all of them are codings of it.
    mutating func joined(_ codes: [ConceptDescriptor]) -> CodeableConcept? {
        let all = concepts(codes)
        guard var first = all.first else { return nil }
        for other in all.dropFirst() {
            first.coding += other.coding.filter { !first.coding.contains($0) }
            first.extension += other.extension
        }
        return first
    }

    /// Observations right below that are parts of this one. Estonian documents put the result of an analysis there.
    private mutating func members(_ statement: ClinicalStatement, in context: SectionContext) -> [Reference] {
        var members: [Reference] = []
        for related in statement.related where related.statement.kind == .observation && !isTaken(related.statement) {
            guard ["COMP", "REFR", "SPRT", nil].contains(related.typeCode), related.statement.mood == .event else {
                continue
            }
            members += map(related.statement, in: context)
        }
        return only("Observation", members)
    }

    /// Whether a statement only carries the result of the analysis above it: the Estonian code ANA of the list of data fields.
    func isEstonianResult(_ statement: ClinicalStatement) -> Bool {
        statement.kind == .observation && statement.mood == .event && !statement.isNegated
            && statement.code?.code == "ANA"
            && statement.code?.codeSystem?.hasPrefix("1.3.6.1.4.1.28284.6.2.2.5.") == true
    }

    /// The result below an analysis that has no value of its own; not one that was withdrawn or is of somebody else.
    private mutating func takeEstonianResult(of statement: ClinicalStatement) -> ClinicalStatement? {
        guard statement.values.isEmpty else { return nil }
        let results = statement.related.map(\.statement).filter {
            isEstonianResult($0) && !isTaken($0) && $0.related.isEmpty
        }
        guard results.count == 1, let result = results.first, !result.values.isEmpty, result.ids.isEmpty,
            [nil, "completed", statement.statusCode].contains(result.statusCode), result.subject == nil
        else { return nil }
        take(result)
        return result
    }

    /// The analyte, where the code only says that it is an analysis: Estonian documents name it as the specimen's entity.
    private mutating func estonianAnalyte(_ statement: ClinicalStatement) -> CodeableConcept? {
        guard isEstonianResult(statement) else { return nil }
        return concept(
            statement.element.descendant("specimen", "specimenRole", "specimenPlayingEntity", "code").map(
                ConceptDescriptor.init))
    }

    /// A range read out of words is in the unit of the value.
    private func shareUnit(of resource: inout Observation) {
        guard case .quantity(let value)? = resource.value, value.unit != nil else { return }
        func named(_ bound: Quantity?) -> Quantity? {
            guard var bound, bound.unit == nil else { return bound }
            (bound.unit, bound.system, bound.code) = (value.unit, value.system, value.code)
            return bound
        }
        for position in resource.referenceRange.indices where resource.referenceRange[position].text != nil {
            resource.referenceRange[position].low = named(resource.referenceRange[position].low)
            resource.referenceRange[position].high = named(resource.referenceRange[position].high)
        }
    }

    /// What the result says beside its value: when it was measured, in the national list's words.
    private mutating func mapEstonianResult(_ result: ClinicalStatement, into resource: inout Observation) {
        if let code = concept(result.code) {
            resource.extension.append(Extension(url: ExtensionURL.actCode, value: .codeableConcept(code)))
        }
        guard let time = time(result.effectiveTime) else { return }
        if resource.effective == nil {
            switch time {
            case .dateTime(let text): resource.effective = .dateTime(text)
            case .period(let period): resource.effective = .period(period)
            }
        } else {
            resource.extension.append(Extension(url: ExtensionURL.effectiveTime, value: .period(time.period)))
        }
    }

    mutating func observationStatus(_ statement: ClinicalStatement) -> Observation.Status {
        mapped("result-status", statement.statusCode).flatMap(Observation.Status.init(rawValue:)) ?? .final
    }

    /// The code; the analyte in the specimen (Estonia) or the text where there is none.
    mutating func observationCode(_ statement: ClinicalStatement) -> CodeableConcept {
        if let code = concept(statement.code) { return code }
        for specimen in statement.element.children where specimen.localName == "specimen" {
            let role = specimen.children.first { $0.localName == "specimenRole" }
            let entity = role?.children.first { $0.localName == "specimenPlayingEntity" }
            if let code = entity?.children.first(where: { $0.localName == "code" }).flatMap({
                concept(ConceptDescriptor($0))
            }) {
                return code
            }
        }
        if let words = text(of: statement) { return CodeableConcept(text: words) }
        var unknown = CodeableConcept(text: "unknown")
        unknown.extension = [absent(statement.code?.nullFlavor ?? .unknown)]
        return unknown
    }

    mutating func observationCategories(in context: SectionContext, of statement: ClinicalStatement)
        -> [CodeableConcept]
    {
        let code: String? =
            switch context.kind {
            case .vitalSigns?: "vital-signs"
            case .results?: "laboratory"
            case .socialHistory?, .pregnancy?: "social-history"
            case .procedures?: "procedure"
            case .functionalStatus?, .mentalStatus?, .nutrition?: "survey"
            case .physicalFindings?, .findings?: "exam"
            case .imagingCatalog?: "imaging"
            default: nil
            }
        if kind(of: statement) == .vitalSign, code == nil {
            return [fixed(CodeSystemURI.observationCategory, "vital-signs")]
        }
        return code.map { [fixed(CodeSystemURI.observationCategory, $0)] } ?? []
    }

    // MARK: values

    /// - Parameter outer: the statement whose specimen tells the unit (Estonia), when it is not the one with the value.
    mutating func mapValues(
        _ statement: ClinicalStatement, unitOf outer: ClinicalStatement? = nil, into resource: inout Observation
    ) {
        let values = statement.values
        guard let first = values.first else { return }
        resource.value = observationValue(AnyValue(first), of: outer ?? statement, into: &resource)
        guard values.count > 1 else { return }
        // R4 has one value: the others are components under the same code.
        for value in values.dropFirst() {
            var component = Observation.Component(code: resource.code)
            component.value = observationValue(AnyValue(value), of: statement, into: &resource)
            if component.value != nil { resource.component.append(component) }
        }
    }

    /// value → value[x]; what R4 does not allow there goes into text or a note.
    private mutating func observationValue(
        _ value: AnyValue, of statement: ClinicalStatement, into resource: inout Observation
    ) -> Observation.Value? {
        switch value {
        case .concept(let concept):
            return self.concept(concept).map { .codeableConcept($0) }
        case .quantity(let source):
            if let quantity = quantity(source) { return .quantity(quantity) }
            return source.value.map { .string([$0, source.unit ?? ""].joined(separator: " ")) }
        case .integer(let source), .real(let source):
            return quantity(source).map { .quantity($0) }
        case .quantityInterval(let source):
            switch interval(source) {
            case .quantity(let quantity)?: return .quantity(quantity)
            case .range(let range)?: return .range(range)
            case nil: return nil
            }
        case .ratio(let source):
            return ratio(source).map { .ratio($0) }
        case .boolean(let flag):
            return .boolean(flag)
        case .text(let data):
            guard let text = data.inlineText ?? data.reference.flatMap({ narrative.text(of: $0) }) ?? data.reference
            else { return nil }
            let unit = statement.element.descendant("specimen", "specimenRole", "specimenPlayingEntity", "desc")?
                .plainText
            if let quantity = quantity(fromText: text, unit: unit),
                text.utf8.contains(where: { (48...57).contains($0) })
            {
                // A number in a text: keep the words as written beside it.
                resource.note.append(Annotation(text: text))
                return .quantity(quantity)
            }
            if let unit, text.utf8.contains(where: { (48...57).contains($0) }) {
                resource.note.append(Annotation(text: "Unit told beside the value: \(unit)"))
            }
            return .string(text)
        case .data(let data):
            return attachedValue(data, of: statement, into: &resource)
        case .time(let stamp):
            return dateTime(stamp).map { .dateTime($0) }
        case .timeInterval(let interval):
            switch time(interval) {
            case .dateTime(let text)?: return .dateTime(text)
            case .period(let period)?: return .period(period)
            case nil: return nil
            }
        case .identifier(let id):
            return (id.extension ?? id.root).map { .string($0) }
        case .address(let telecom):
            return telecom.value.map { .string($0) }
        case .absent(let flavor):
            if let flavor { resource.dataAbsentReason = fixed(CodeSystemURI.dataAbsentReason, flavor.dataAbsentReason) }
            return nil
        case .other(let type):
            let element = statement.values.first ?? statement.element
            findings.add(
                .warning, "cda-value-type", .notSupported, "A value's type is not converted; its text is kept.",
                at: element,
                rule: "CDA R2 data types: \(type.utf8.count <= 16 ? type : "ANY")",
                remedy: "Send PQ, CD, ST, TS, INT, REAL, RTO, BL or ED.")
            return statement.values.first?.plainText.map { .string($0) }
        }
    }

    /// Binary content of a value: R4 observations cannot hold it, a DocumentReference can.
    private mutating func attachedValue(
        _ data: EncapsulatedData, of statement: ClinicalStatement, into resource: inout Observation
    ) -> Observation.Value? {
        guard let base64 = data.base64 else { return nil }
        let attachment = Attachment(contentType: data.mediaType ?? "application/octet-stream", data: base64)
        var document = DocumentReference(status: .current, content: [DocumentReference.Content(attachment: attachment)])
        document.subject = patient
        resource.derivedFrom.append(add(document, uuid: name("DocumentReference", at: data.element)))
        resource.dataAbsentReason = fixed(CodeSystemURI.dataAbsentReason, "unsupported")
        return nil
    }

    /// A negated observation says that something is *not* so. Neither code nor value may then be read as a finding.
    func applyNegation(_ statement: ClinicalStatement, to resource: inout Observation) {
        guard statement.isNegated else { return }
        for position in resource.component.indices {
            guard let value = resource.component[position].value else { continue }
            resource.component[position].modifierExtension.append(negationMark(of: value))
            resource.component[position].value = nil
            resource.component[position].dataAbsentReason = fixed(CodeSystemURI.dataAbsentReason, "not-applicable")
        }
        guard let value = resource.value else {
            resource.value = .boolean(false)
            resource.dataAbsentReason = nil
            return
        }
        resource.modifierExtension.append(negationMark(of: value))
        resource.value = nil
        resource.dataAbsentReason = fixed(CodeSystemURI.dataAbsentReason, "not-applicable")
    }

    /// What was denied, where no reader can take it for a finding.
    private func negationMark(of value: Observation.Value) -> Extension {
        var mark = Extension(url: ExtensionURL.negatedValue)
        switch value {
        case .codeableConcept(let concept): mark.value = .codeableConcept(concept)
        case .quantity(let quantity): mark.value = .quantity(quantity)
        case .string(let text): mark.value = .string(text)
        case .range(let range): mark.value = .range(range)
        case .ratio(let ratio): mark.value = .ratio(ratio)
        case .boolean(let flag): mark.value = .boolean(flag)
        default: mark.value = .boolean(true)
        }
        return mark
    }

    /// interpretationCode → v3-ObservationInterpretation; words such as `High` become its codes and stay as text.
    mutating func interpretation(_ code: ConceptDescriptor) -> CodeableConcept? {
        if let text = code.code, code.codeSystem == nil || code.codeSystem == "2.16.840.1.113883.5.83" {
            if let target = profiles.mappedCode("interpretation", system: "", code: text) {
                var result = fixed(CodeSystemURI.interpretation, target.code, code.displayName ?? target.display)
                result.text = code.displayName ?? (text == target.code ? nil : text)
                reached.insert(code.element)
                return result
            }
        }
        return concept(code)
    }

    /// observationRange → referenceRange; a range in words stays in words, its numbers beside it where they can be told.
    mutating func referenceRange(_ range: XMLElement) -> Observation.ReferenceRange? {
        var result = Observation.ReferenceRange()
        if let text = range.child("text") {
            let data = EncapsulatedData(text)
            result.text = data.inlineText ?? data.reference.flatMap { narrative.text(of: $0) }
        }
        if let value = range.child("value") {
            switch AnyValue(value) {
            case .quantityInterval(let source):
                result.low = quantity(source.low)
                result.high = quantity(source.high)
                if result.low == nil, result.high == nil { result.low = quantity(source.point) }
            case .quantity(let source), .integer(let source), .real(let source):
                result.high = quantity(source)
            case .concept(let concept):
                let meaning = self.concept(concept)
                if let meaning, !meaning.coding.isEmpty { result.appliesTo.append(meaning) }
                result.text = result.text ?? meaning?.text ?? concept.code
            case .text(let data):
                result.text = result.text ?? data.inlineText
            default: break
            }
        }
        if result.low == nil, result.high == nil, let text = result.text { readBounds(text, into: &result) }
        if let interpretation = range.child("interpretationCode").map(ConceptDescriptor.init),
            let meaning = self.interpretation(interpretation)
        {
            if interpretation.code == "N" {
                result.type = meaning
            } else {
                result.appliesTo.append(meaning)
            }
        }
        if let code = range.child("code").map(ConceptDescriptor.init), let kind = concept(code) {
            result.appliesTo.append(kind)
        }
        for precondition in range.children("precondition", in: CDANamespace.sdtc) {
            let criterion = precondition.child("criterion", in: CDANamespace.sdtc)
            for name in ["code", "value"] {
                let part = criterion?.child(name, in: CDANamespace.sdtc) ?? criterion?.child(name, in: CDANamespace.hl7)
                if let meaning = concept(part.map(ConceptDescriptor.init)) { result.appliesTo.append(meaning) }
            }
        }
        return result.low == nil && result.high == nil && result.text == nil ? nil : result  // obs-3
    }

    /// `10,4 - 19,1`, `3,5 .. 8,8`, `<5`.
    private func readBounds(_ text: String, into range: inout Observation.ReferenceRange) {
        let words = text.split(separator: " ")
        if words.count == 3, words[1] == "-" || words[1] == ".." || words[1] == "–", let low = bound(words[0]),
            let high = bound(words[2])
        {
            range.low = low
            range.high = high
        } else if words.count == 1, text.hasPrefix("<"), let high = bound(text.dropFirst()) {
            range.high = high
        } else if words.count == 1, text.hasPrefix(">"), let low = bound(text.dropFirst()) {
            range.low = low
        }
    }

    private func bound(_ text: some StringProtocol) -> Quantity? {
        PhysicalQuantity.decimal(String(text)).flatMap(FHIRDecimal.init(text:)).map { Quantity(value: $0) }
    }

    /// specimen/specimenRole → Specimen.
    mutating func specimen(_ statement: ClinicalStatement) -> Reference? {
        let roles = statement.specimens.compactMap { $0.child("specimenRole") }
        for other in roles.dropFirst() {
            // R4 has one specimen for each observation; the section lists the others.
            if let reference = specimen(other, of: statement) { loose.append(reference) }
        }
        return roles.first.flatMap { specimen($0, of: statement) }
    }

    private mutating func specimen(_ role: XMLElement, of statement: ClinicalStatement) -> Reference? {
        let ids = role.children("id").map(InstanceIdentifier.init)
        let key = ids.compactMap(\.key).first.map { "specimen|" + $0 }
        if let key, let known = actors[key] {
            if let id = ids.first(where: { $0.key != nil }) { reached.insert(id.element) }
            return known
        }
        let entity = role.child("specimenPlayingEntity")
        var resource = Specimen()
        resource.identifier = identifiers(ids)
        resource.type = concept(entity?.child("code").map(ConceptDescriptor.init))
        if resource.type == nil, let name = entity?.child("name")?.plainText {
            resource.type = CodeableConcept(text: name)
        }
        // R4 has no relatives as subject of a specimen.
        if relatedSubject(of: statement) == nil { resource.subject = patient }
        if let quantity = quantity(entity?.child("quantity").map { PhysicalQuantity($0) }) {
            resource.collection = Specimen.Collection(quantity: quantity)
        }
        let isAnalyte = isEstonianResult(statement)
        guard !resource.identifier.isEmpty || (resource.type != nil && statement.code?.isEmpty == false && !isAnalyte)
        else {
            return nil
        }
        let reference = add(resource, uuid: name("Specimen", at: role))
        if let key { actors[key] = reference }
        return reference
    }
}
