import CDA
import FHIR
import Profiles
import RecordTypes
import XMLReader

/// What was observed: values, and what a negation makes of them.
extension CDAMapping {
    /// - Parameter outer: the statement whose specimen tells the unit (Estonia), when it is not the one with the value.
    mutating func mapValues(
        _ statement: ClinicalStatement, unitOf outer: ClinicalStatement? = nil, into resource: inout Observation
    ) {
        let values = statement.values
        guard let first = values.first else { return }
        resource.value = observationValue(first, of: outer ?? statement, into: &resource)
        guard values.count > 1 else { return }
        // R4 has one value: the others are components under the same code.
        for value in values.dropFirst() {
            var component = Observation.Component(code: resource.code)
            component.value = observationValue(value, of: statement, into: &resource)
            if component.value != nil { resource.component.append(component) }
        }
    }

    /// value → value[x]; what R4 does not allow there goes into text or a note.
    private mutating func observationValue(
        _ element: XMLElement, of statement: ClinicalStatement, into resource: inout Observation
    ) -> Observation.Value? {
        switch AnyValue(element) {
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
        case .money(let source):
            return money(source).map { .quantity($0) }
        case .ratio(let source):
            return ratio(source).map { .ratio($0) }
        case .boolean(let flag):
            return .boolean(flag)
        case .text(let data):
            guard let text = text(of: data) ?? data.reference
            else { return nil }
            let unit = statement.element.descendant(.specimen, .specimenRole, .specimenPlayingEntity, .desc)?
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
            if let identifier = identifier(id) {
                resource.extension.append(Extension(url: ExtensionURL.value, value: .identifier(identifier)))
            }
            return (id.extension ?? id.root).map { .string($0) }
        case .address(let telecom):
            return telecom.value.map { .string($0) }
        case .name(let name):
            if let human = humanName(name), element.schemaType == "PN" {
                resource.extension.append(Extension(url: ExtensionURL.value, value: .humanName(human)))
            }
            return name.isEmpty ? nil : .string(name.display)
        case .postalAddress(let source):
            if let address = address(source) {
                resource.extension.append(Extension(url: ExtensionURL.value, value: .address(address)))
            }
            let words = [source.looseText].compactMap { $0 } + source.parts.map(\.text)
            return words.isEmpty ? nil : .string(words.joined(separator: ", "))
        case .schedule(let element):
            guard let timing = schedule(element, of: statement) else { return nil }
            resource.extension.append(Extension(url: ExtensionURL.value, value: .timing(timing)))
            resource.dataAbsentReason = fixed(CodeSystemURI.dataAbsentReason, "unsupported")
            return nil
        case .absent(let flavor):
            if let flavor { resource.dataAbsentReason = fixed(CodeSystemURI.dataAbsentReason, flavor.dataAbsentReason) }
            return nil
        case .other(let type):
            findings.add(
                .warning, "cda-value-type", .notSupported,
                "A value's type is not converted; its words, quantities and codes are kept.",
                at: element,
                rule: "CDA R2 data types: \(type.utf8.count <= 16 ? type : "ANY")",
                remedy: "Send PQ, CD, ST, TS, INT, REAL, RTO, BL or ED.")
            var words: [String] = []
            keepParts(of: element, words: &words, into: &resource)
            return words.isEmpty ? nil : .string(words.joined(separator: "; "))
        }
    }

    /// What a value of a type that R4 has no element for is made of: in words, and each quantity and code by itself.
    private mutating func keepParts(of element: XMLElement, words: inout [String], into resource: inout Observation) {
        if element.hasWord(.code), let code = concept(ConceptDescriptor(element)) {
            resource.extension.append(Extension(url: ExtensionURL.value, value: .codeableConcept(code)))
            if let word = code.text ?? code.coding.first?.code { words.append("\(element.localName): \(word)") }
        } else if let value = element.word(.value) {
            words.append("\(element.localName): \([value, element.word(.unit) ?? ""].joined(separator: " "))")
            if PhysicalQuantity.decimal(value) != nil, let quantity = quantity(PhysicalQuantity(element)) {
                resource.extension.append(Extension(url: ExtensionURL.value, value: .quantity(quantity)))
            }
        }
        let own = XMLElement.collapsed(element.ownWords)
        if !own.isEmpty { words.append(own) }
        for child in element.children { keepParts(of: child, words: &words, into: &resource) }
    }

    /// MO → Quantity in the units of ISO 4217.
    mutating func money(_ source: PhysicalQuantity) -> Quantity? {
        guard var amount = quantity(source) else { return nil }
        if let currency = source.element.word("currency") {
            (amount.unit, amount.system, amount.code) = (currency, "urn:iso:std:iso:4217", currency)
        }
        return amount
    }

    /// Binary content of a value: R4 observations cannot hold it, a DocumentReference can.
    private mutating func attachedValue(
        _ data: EncapsulatedData, of statement: ClinicalStatement, into resource: inout Observation
    ) -> Observation.Value? {
        guard let base64 = data.base64 else {
            findings.add(
                .warning, "cda-invalid-base64", .value,
                "A value says it is base64 and is not; it is not in the output.", at: data.element,
                rule: "CDA R2 data types: ED.representation", remedy: "Send base64 text.")
            return nil
        }
        if data.compression == nil, data.mediaType == nil || data.mediaType == "text/plain", base64.utf8.count < 65_536,
            let bytes = try? Base64.bytes(base64.utf8, isExact: false),
            let text = String(validating: bytes, as: UTF8.self)
        {
            return .string(text)
        }
        let attachment = Attachment(contentType: contentType(of: data) ?? "application/octet-stream", data: base64)
        var document = DocumentReference(status: .current, content: [DocumentReference.Content(attachment: attachment)])
        document.subject = patient
        resource.derivedFrom.append(add(&document, uuid: name("DocumentReference", at: data.element)))
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
}
