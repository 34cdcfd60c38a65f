import CDA
import FHIR
import Profiles
import RecordTypes
import XMLReader

/// The ranges that a result is judged by.
extension CDAMapping {
    /// observationRange → referenceRange; a range in words stays in words, its numbers beside it where they can be told.
    mutating func referenceRange(_ range: XMLElement) -> Observation.ReferenceRange? {
        var result = Observation.ReferenceRange()
        if let text = range.child(.text) {
            let data = EncapsulatedData(text)
            result.text = self.text(of: data)
        }
        if let value = range.child(.value) {
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
        if let interpretation = range.child(.interpretationCode).map(ConceptDescriptor.init),
            let meaning = self.interpretation(interpretation)
        {
            if interpretation.code == "N" {
                result.type = meaning
            } else {
                result.appliesTo.append(meaning)
            }
        }
        if let code = range.child(.code).map(ConceptDescriptor.init), let kind = concept(code) {
            result.appliesTo.append(kind)
        }
        // For whom: in C-CDA's namespace, in that of IHE XD-LAB, or in CDA's own.
        for precondition in range.children where precondition.isNamed(.precondition) {
            for criterion in precondition.children where criterion.isNamed(.criterion) {
                for part in criterion.children where part.isNamed(.code) || part.isNamed(.value) {
                    if let age = ageRange(part) {
                        result.age = age
                    } else if let meaning = concept(ConceptDescriptor(part)) {
                        result.appliesTo.append(meaning)
                    }
                }
            }
        }
        return result.low == nil && result.high == nil && result.text == nil ? nil : result  // obs-3
    }

    /// An interval of time is an age.
    private mutating func ageRange(_ value: XMLElement) -> FHIRRange? {
        guard case .quantityInterval(let source) = AnyValue(value) else { return nil }
        // Bounds of HL7's namespace stand in values of XD-LAB's (IT).
        func bound(_ name: KnownName) -> PhysicalQuantity? {
            value.children.first { $0.isNamed(name) }.map { PhysicalQuantity($0) }
        }
        let (low, high) = (quantity(source.low ?? bound(.low)), quantity(source.high ?? bound(.high)))
        let bounds = [low, high].compactMap { $0 }
        guard !bounds.isEmpty, bounds.allSatisfy({ ["a", "mo", "wk", "d", "h", "min"].contains($0.code ?? "") }) else {
            return nil
        }
        return FHIRRange(low: low, high: high)
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

    /// A range read out of words is in the unit of the value.
    func shareUnit(of resource: inout Observation) {
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
}
