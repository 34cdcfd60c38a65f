public import JSONText

extension ServiceRequest {
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
        json.element("instantiatesCanonical", instantiatesCanonical)
        json.element("instantiatesUri", instantiatesUri)
        json.element("basedOn", basedOn)
        json.element("replaces", replaces)
        json.element("requisition", requisition)
        json.element("status", status)
        json.element("intent", intent)
        json.element("category", category)
        json.element("priority", priority)
        json.element("doNotPerform", doNotPerform)
        json.element("code", code)
        json.element("orderDetail", orderDetail)
        quantity?.write(to: &json)
        json.element("subject", subject)
        json.element("encounter", encounter)
        occurrence?.write(to: &json)
        asNeeded?.write(to: &json)
        json.element("authoredOn", authoredOn)
        json.element("requester", requester)
        json.element("performerType", performerType)
        json.element("performer", performer)
        json.element("locationCode", locationCode)
        json.element("locationReference", locationReference)
        json.element("reasonCode", reasonCode)
        json.element("reasonReference", reasonReference)
        json.element("insurance", insurance)
        json.element("supportingInfo", supportingInfo)
        json.element("specimen", specimen)
        json.element("bodySite", bodySite)
        json.element("note", note)
        json.element("patientInstruction", patientInstruction)
        json.element("relevantHistory", relevantHistory)
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
        instantiatesCanonical = try element.texts("instantiatesCanonical", as: .uri)
        instantiatesUri = try element.texts("instantiatesUri", as: .uri)
        basedOn = try element.array("basedOn")
        replaces = try element.array("replaces")
        requisition = try element.optional("requisition")
        status = try element.requiredCode("status")
        intent = try element.requiredCode("intent")
        category = try element.array("category")
        priority = try element.code("priority")
        doNotPerform = try element.boolean("doNotPerform")
        code = try element.optional("code")
        orderDetail = try element.array("orderDetail")
        quantity = try ServiceRequest.Quantity(reading: &element)
        subject = try element.required("subject")
        encounter = try element.optional("encounter")
        occurrence = try ServiceRequest.Occurrence(reading: &element)
        asNeeded = try ServiceRequest.AsNeeded(reading: &element)
        authoredOn = try element.text("authoredOn", as: .dateTime)
        requester = try element.optional("requester")
        performerType = try element.optional("performerType")
        performer = try element.array("performer")
        locationCode = try element.array("locationCode")
        locationReference = try element.array("locationReference")
        reasonCode = try element.array("reasonCode")
        reasonReference = try element.array("reasonReference")
        insurance = try element.array("insurance")
        supportingInfo = try element.array("supportingInfo")
        specimen = try element.array("specimen")
        bodySite = try element.array("bodySite")
        note = try element.array("note")
        patientInstruction = try element.text("patientInstruction")
        relevantHistory = try element.array("relevantHistory")
        meta = try element.optional("meta")
        try element.end()
    }
}

extension ServiceRequest.Quantity {
    func write(to json: inout JSONWriter) {
        switch self {
        case .quantity(let value): json.element("quantityQuantity", value)
        case .ratio(let value): json.element("quantityRatio", value)
        case .range(let value): json.element("quantityRange", value)
        }
    }

    init?(reading element: inout ElementReader) throws(FHIRError) {
        if let value: FHIR.Quantity = try element.optional("quantityQuantity") {
            self = .quantity(value)
        } else if let value: Ratio = try element.optional("quantityRatio") {
            self = .ratio(value)
        } else if let value: FHIRRange = try element.optional("quantityRange") {
            self = .range(value)
        } else {
            return nil
        }
    }
}

extension ServiceRequest.Occurrence {
    func write(to json: inout JSONWriter) {
        switch self {
        case .dateTime(let value): json.element("occurrenceDateTime", value)
        case .period(let value): json.element("occurrencePeriod", value)
        case .timing(let value): json.element("occurrenceTiming", value)
        }
    }

    init?(reading element: inout ElementReader) throws(FHIRError) {
        if let value = try element.text("occurrenceDateTime", as: .dateTime) {
            self = .dateTime(value)
        } else if let value: Period = try element.optional("occurrencePeriod") {
            self = .period(value)
        } else if let value: Timing = try element.optional("occurrenceTiming") {
            self = .timing(value)
        } else {
            return nil
        }
    }
}

extension ServiceRequest.AsNeeded {
    func write(to json: inout JSONWriter) {
        switch self {
        case .boolean(let value): json.element("asNeededBoolean", value)
        case .codeableConcept(let value): json.element("asNeededCodeableConcept", value)
        }
    }

    init?(reading element: inout ElementReader) throws(FHIRError) {
        if let value = try element.boolean("asNeededBoolean") {
            self = .boolean(value)
        } else if let value: CodeableConcept = try element.optional("asNeededCodeableConcept") {
            self = .codeableConcept(value)
        } else {
            return nil
        }
    }
}
