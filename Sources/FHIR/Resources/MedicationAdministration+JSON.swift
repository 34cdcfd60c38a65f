public import JSONText

extension MedicationAdministration {
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
        json.element("instantiates", instantiates)
        json.element("partOf", partOf)
        json.element("status", status)
        json.element("statusReason", statusReason)
        json.element("category", category)
        medication.write(to: &json)
        json.element("subject", subject)
        json.element("context", context)
        json.element("supportingInformation", supportingInformation)
        effective.write(to: &json)
        json.element("performer", performer)
        json.element("reasonCode", reasonCode)
        json.element("reasonReference", reasonReference)
        json.element("request", request)
        json.element("device", device)
        json.element("note", note)
        json.element("dosage", dosage)
        json.element("eventHistory", eventHistory)
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
        instantiates = try element.texts("instantiates", as: .uri)
        partOf = try element.array("partOf")
        status = try element.requiredCode("status")
        statusReason = try element.array("statusReason")
        category = try element.optional("category")
        guard let medication = try MedicationAdministration.Medication(reading: &element) else {
            throw element.missing("medication[x]")
        }
        self.medication = medication
        subject = try element.required("subject")
        context = try element.optional("context")
        supportingInformation = try element.array("supportingInformation")
        guard let effective = try MedicationAdministration.Effective(reading: &element) else {
            throw element.missing("effective[x]")
        }
        self.effective = effective
        performer = try element.array("performer")
        reasonCode = try element.array("reasonCode")
        reasonReference = try element.array("reasonReference")
        request = try element.optional("request")
        device = try element.array("device")
        note = try element.array("note")
        dosage = try element.optional("dosage")
        eventHistory = try element.array("eventHistory")
        meta = try element.optional("meta")
        try element.end()
    }
}

extension MedicationAdministration.Medication {
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

extension MedicationAdministration.Effective {
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

extension MedicationAdministration.Performer {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("function", function)
        json.element("actor", actor)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        function = try element.optional("function")
        actor = try element.required("actor")
        try element.end()
    }
}

extension MedicationAdministration.Dosage {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("text", text)
        json.element("site", site)
        json.element("route", route)
        json.element("method", method)
        json.element("dose", dose)
        rate?.write(to: &json)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        text = try element.text("text")
        site = try element.optional("site")
        route = try element.optional("route")
        method = try element.optional("method")
        dose = try element.optional("dose")
        rate = try MedicationAdministration.Dosage.Rate(reading: &element)
        try element.end()
    }
}

extension MedicationAdministration.Dosage.Rate {
    func write(to json: inout JSONWriter) {
        switch self {
        case .ratio(let value): json.element("rateRatio", value)
        case .quantity(let value): json.element("rateQuantity", value)
        }
    }

    init?(reading element: inout ElementReader) throws(FHIRError) {
        if let value: Ratio = try element.optional("rateRatio") {
            self = .ratio(value)
        } else if let value: Quantity = try element.optional("rateQuantity") {
            self = .quantity(value)
        } else {
            return nil
        }
    }
}
