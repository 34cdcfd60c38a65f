public import JSONText

extension MedicationStatement {
    public func write(to json: inout JSONWriter) {
        json.beginResource(Self.resourceType)
        json.element("id", id)
        json.element("meta", meta)
        json.element("implicitRules", implicitRules)
        json.element("language", language)
        json.element("text", text)
        json.element("contained", contained)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("identifier", identifier)
        json.element("basedOn", basedOn)
        json.element("partOf", partOf)
        json.element("status", status)
        json.element("statusReason", statusReason)
        json.element("category", category)
        medication.write(to: &json)
        json.element("subject", subject)
        json.element("context", context)
        effective?.write(to: &json)
        json.element("dateAsserted", dateAsserted)
        json.element("informationSource", informationSource)
        json.element("derivedFrom", derivedFrom)
        json.element("reasonCode", reasonCode)
        json.element("reasonReference", reasonReference)
        json.element("note", note)
        json.element("dosage", dosage)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json, resource: Self.resourceType)
        id = try element.text("id", as: .id)
        implicitRules = try element.text("implicitRules", as: .uri)
        language = try element.text("language", as: .code)
        text = try element.optional("text")
        contained = try element.array("contained")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        identifier = try element.array("identifier")
        basedOn = try element.array("basedOn")
        partOf = try element.array("partOf")
        status = try element.requiredCode("status")
        statusReason = try element.array("statusReason")
        category = try element.optional("category")
        guard let medication = try MedicationStatement.Medication(reading: &element) else {
            throw element.missing("medication[x]")
        }
        self.medication = medication
        subject = try element.required("subject")
        context = try element.optional("context")
        effective = try MedicationStatement.Effective(reading: &element)
        dateAsserted = try element.text("dateAsserted", as: .dateTime)
        informationSource = try element.optional("informationSource")
        derivedFrom = try element.array("derivedFrom")
        reasonCode = try element.array("reasonCode")
        reasonReference = try element.array("reasonReference")
        note = try element.array("note")
        dosage = try element.array("dosage")
        meta = try element.optional("meta")
        try element.end()
    }
}

extension MedicationStatement.Medication {
    func write(to json: inout JSONWriter) {
        switch self {
        case .codeableConcept(let value): json.element("medicationCodeableConcept", value)
        case .reference(let value): json.element("medicationReference", value)
        }
    }

    init?(reading element: inout ElementReader) throws(FHIRError) {
        if let value: CodeableConcept = try element.optional("medicationCodeableConcept") {
            self = .codeableConcept(value)
        } else if let value: Reference = try element.optional("medicationReference") {
            self = .reference(value)
        } else {
            return nil
        }
    }
}

extension MedicationStatement.Effective {
    func write(to json: inout JSONWriter) {
        switch self {
        case .dateTime(let value): json.element("effectiveDateTime", value)
        case .period(let value): json.element("effectivePeriod", value)
        }
    }

    init?(reading element: inout ElementReader) throws(FHIRError) {
        if let value = try element.text("effectiveDateTime", as: .dateTime) {
            self = .dateTime(value)
        } else if let value: Period = try element.optional("effectivePeriod") {
            self = .period(value)
        } else {
            return nil
        }
    }
}
