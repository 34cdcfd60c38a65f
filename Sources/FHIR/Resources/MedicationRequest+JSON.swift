public import JSONText

extension MedicationRequest {
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
        json.element("status", status)
        json.element("statusReason", statusReason)
        json.element("intent", intent)
        json.element("category", category)
        json.element("priority", priority)
        json.element("doNotPerform", doNotPerform)
        reported?.write(to: &json)
        medication.write(to: &json)
        json.element("subject", subject)
        json.element("encounter", encounter)
        json.element("supportingInformation", supportingInformation)
        json.element("authoredOn", authoredOn)
        json.element("requester", requester)
        json.element("performer", performer)
        json.element("performerType", performerType)
        json.element("recorder", recorder)
        json.element("reasonCode", reasonCode)
        json.element("reasonReference", reasonReference)
        json.element("instantiatesCanonical", instantiatesCanonical)
        json.element("instantiatesUri", instantiatesUri)
        json.element("basedOn", basedOn)
        json.element("groupIdentifier", groupIdentifier)
        json.element("courseOfTherapyType", courseOfTherapyType)
        json.element("insurance", insurance)
        json.element("note", note)
        json.element("dosageInstruction", dosageInstruction)
        json.element("dispenseRequest", dispenseRequest)
        json.element("substitution", substitution)
        json.element("priorPrescription", priorPrescription)
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
        status = try element.requiredCode("status")
        statusReason = try element.optional("statusReason")
        intent = try element.requiredCode("intent")
        category = try element.array("category")
        priority = try element.code("priority")
        doNotPerform = try element.boolean("doNotPerform")
        reported = try MedicationRequest.Reported(reading: &element)
        guard let medication = try MedicationRequest.Medication(reading: &element) else {
            throw element.missing("medication[x]")
        }
        self.medication = medication
        subject = try element.required("subject")
        encounter = try element.optional("encounter")
        supportingInformation = try element.array("supportingInformation")
        authoredOn = try element.text("authoredOn", as: .dateTime)
        requester = try element.optional("requester")
        performer = try element.optional("performer")
        performerType = try element.optional("performerType")
        recorder = try element.optional("recorder")
        reasonCode = try element.array("reasonCode")
        reasonReference = try element.array("reasonReference")
        instantiatesCanonical = try element.texts("instantiatesCanonical", as: .uri)
        instantiatesUri = try element.texts("instantiatesUri", as: .uri)
        basedOn = try element.array("basedOn")
        groupIdentifier = try element.optional("groupIdentifier")
        courseOfTherapyType = try element.optional("courseOfTherapyType")
        insurance = try element.array("insurance")
        note = try element.array("note")
        dosageInstruction = try element.array("dosageInstruction")
        dispenseRequest = try element.optional("dispenseRequest")
        substitution = try element.optional("substitution")
        priorPrescription = try element.optional("priorPrescription")
        detectedIssue = try element.array("detectedIssue")
        eventHistory = try element.array("eventHistory")
        meta = try element.optional("meta")
        try element.end()
    }
}

extension MedicationRequest.Reported {
    func write(to json: inout JSONWriter) {
        switch self {
        case .boolean(let value): json.element("reportedBoolean", value)
        case .reference(let value): json.element("reportedReference", value)
        }
    }

    init?(reading element: inout ElementReader) throws(FHIRError) {
        if let value = try element.boolean("reportedBoolean") {
            self = .boolean(value)
        } else if let value: Reference = try element.optional("reportedReference") {
            self = .reference(value)
        } else {
            return nil
        }
    }
}

extension MedicationRequest.Medication {
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

extension MedicationRequest.DispenseRequest {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("initialFill", initialFill)
        json.element("dispenseInterval", dispenseInterval)
        json.element("validityPeriod", validityPeriod)
        json.element("numberOfRepeatsAllowed", numberOfRepeatsAllowed)
        json.element("quantity", quantity)
        json.element("expectedSupplyDuration", expectedSupplyDuration)
        json.element("performer", performer)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        initialFill = try element.optional("initialFill")
        dispenseInterval = try element.optional("dispenseInterval")
        validityPeriod = try element.optional("validityPeriod")
        numberOfRepeatsAllowed = try element.integer("numberOfRepeatsAllowed", from: 0)
        quantity = try element.optional("quantity")
        expectedSupplyDuration = try element.optional("expectedSupplyDuration")
        performer = try element.optional("performer")
        try element.end()
    }
}

extension MedicationRequest.DispenseRequest.InitialFill {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("quantity", quantity)
        json.element("duration", duration)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        quantity = try element.optional("quantity")
        duration = try element.optional("duration")
        try element.end()
    }
}

extension MedicationRequest.Substitution {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        allowed.write(to: &json)
        json.element("reason", reason)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        guard let allowed = try MedicationRequest.Substitution.Allowed(reading: &element) else {
            throw element.missing("allowed[x]")
        }
        self.allowed = allowed
        reason = try element.optional("reason")
        try element.end()
    }
}

extension MedicationRequest.Substitution.Allowed {
    func write(to json: inout JSONWriter) {
        switch self {
        case .boolean(let value): json.element("allowedBoolean", value)
        case .codeableConcept(let value): json.element("allowedCodeableConcept", value)
        }
    }

    init?(reading element: inout ElementReader) throws(FHIRError) {
        if let value = try element.boolean("allowedBoolean") {
            self = .boolean(value)
        } else if let value: CodeableConcept = try element.optional("allowedCodeableConcept") {
            self = .codeableConcept(value)
        } else {
            return nil
        }
    }
}
