public import JSONText

extension MedicationDispense {
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
        json.element("partOf", partOf)
        json.element("status", status)
        statusReason?.write(to: &json)
        json.element("category", category)
        medication.write(to: &json)
        json.element("subject", subject)
        json.element("context", context)
        json.element("supportingInformation", supportingInformation)
        json.element("performer", performer)
        json.element("location", location)
        json.element("authorizingPrescription", authorizingPrescription)
        json.element("type", type)
        json.element("quantity", quantity)
        json.element("daysSupply", daysSupply)
        json.element("whenPrepared", whenPrepared)
        json.element("whenHandedOver", whenHandedOver)
        json.element("destination", destination)
        json.element("receiver", receiver)
        json.element("note", note)
        json.element("dosageInstruction", dosageInstruction)
        json.element("substitution", substitution)
        json.element("detectedIssue", detectedIssue)
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
        partOf = try element.array("partOf")
        status = try element.requiredCode("status")
        statusReason = try MedicationDispense.StatusReason(reading: &element)
        category = try element.optional("category")
        guard let medication = try MedicationDispense.Medication(reading: &element) else {
            throw element.missing("medication[x]")
        }
        self.medication = medication
        subject = try element.optional("subject")
        context = try element.optional("context")
        supportingInformation = try element.array("supportingInformation")
        performer = try element.array("performer")
        location = try element.optional("location")
        authorizingPrescription = try element.array("authorizingPrescription")
        type = try element.optional("type")
        quantity = try element.optional("quantity")
        daysSupply = try element.optional("daysSupply")
        whenPrepared = try element.text("whenPrepared", as: .dateTime)
        whenHandedOver = try element.text("whenHandedOver", as: .dateTime)
        destination = try element.optional("destination")
        receiver = try element.array("receiver")
        note = try element.array("note")
        dosageInstruction = try element.array("dosageInstruction")
        substitution = try element.optional("substitution")
        detectedIssue = try element.array("detectedIssue")
        eventHistory = try element.array("eventHistory")
        meta = try element.optional("meta")
        try element.end()
    }
}

extension MedicationDispense.StatusReason {
    func write(to json: inout JSONWriter) {
        switch self {
        case .codeableConcept(let value): json.element("statusReasonCodeableConcept", value)
        case .reference(let value): json.element("statusReasonReference", value)
        }
    }

    init?(reading element: inout ElementReader) throws(FHIRError) {
        if let value: CodeableConcept = try element.optional("statusReasonCodeableConcept") {
            self = .codeableConcept(value)
        } else if let value: Reference = try element.optional("statusReasonReference") {
            self = .reference(value)
        } else {
            return nil
        }
    }
}

extension MedicationDispense.Medication {
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

extension MedicationDispense.Performer {
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

extension MedicationDispense.Substitution {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("wasSubstituted", wasSubstituted)
        json.element("type", type)
        json.element("reason", reason)
        json.element("responsibleParty", responsibleParty)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        wasSubstituted = try element.requiredBoolean("wasSubstituted")
        type = try element.optional("type")
        reason = try element.array("reason")
        responsibleParty = try element.array("responsibleParty")
        try element.end()
    }
}
