import FHIR

extension Observation {
    /// What R4's vital signs profiles ask of an Observation that bears one of their codes, whatever else it says.
    ///
    /// One pressure alone, also one that is denied, is a blood pressure whose other half is not known (profile bp); a saturation by
    /// pulse oximetry is also an oxygen saturation (profile oxygensat).
    mutating func takeShapeOfVitalSign() {
        if hasCode("59408-5"), !hasCode("2708-6") {
            code.coding.append(
                Coding(
                    system: CodeSystemURI.loinc, code: "2708-6", display: "Oxygen saturation in Arterial blood"))
        }
        let pressures = [("8480-6", "Systolic blood pressure"), ("8462-4", "Diastolic blood pressure")]
        guard component.isEmpty, hasMember.isEmpty,
            let own = pressures.first(where: { hasCode($0.0) }),
            let other = pressures.first(where: { $0.0 != own.0 })
        else { return }
        var measured = Component(code: code)
        measured.dataAbsentReason = dataAbsentReason
        switch value {
        case .quantity?: measured.value = value
        case .string(let words)?:
            // Both in one, such as "132/86": profile bp knows quantities only.
            note.append(Annotation(text: words))
            measured.dataAbsentReason = CodeableConcept(
                coding: [Coding(system: CodeSystemURI.dataAbsentReason, code: "as-text")])
        case nil: break
        default: return
        }
        measured.interpretation = interpretation
        measured.referenceRange = referenceRange
        var missing = Component(
            code: CodeableConcept(coding: [Coding(system: CodeSystemURI.loinc, code: other.0, display: other.1)]))
        missing.dataAbsentReason = CodeableConcept(
            coding: [Coding(system: CodeSystemURI.dataAbsentReason, code: "unknown")])
        component = own.0 == "8480-6" ? [measured, missing] : [missing, measured]
        (value, dataAbsentReason, interpretation, referenceRange) = (nil, nil, [], [])
        code = CodeableConcept(
            coding: [
                Coding(
                    system: CodeSystemURI.loinc, code: "85354-9",
                    display: "Blood pressure panel with all children optional")
            ])
    }

    /// obs-7: what has a value has no component of the same code. Of several values the first is then one of them.
    mutating func gatherValues() {
        guard let value, !component.isEmpty else { return }
        let own = code.coding
        guard component.contains(where: { $0.code.coding.contains { own.contains($0) } }) else { return }
        var first = Component(code: code)
        first.value = value
        component.insert(first, at: 0)
        self.value = nil
    }

    private func hasCode(_ loinc: String) -> Bool {
        code.coding.contains { $0.code == loinc && $0.system == CodeSystemURI.loinc }
    }
}
