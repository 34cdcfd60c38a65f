public import JSONText

extension Procedure {
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
        json.element("partOf", partOf)
        json.element("status", status)
        json.element("statusReason", statusReason)
        json.element("category", category)
        json.element("code", code)
        json.element("subject", subject)
        json.element("encounter", encounter)
        performed?.write(to: &json)
        json.element("recorder", recorder)
        json.element("asserter", asserter)
        json.element("performer", performer)
        json.element("location", location)
        json.element("reasonCode", reasonCode)
        json.element("reasonReference", reasonReference)
        json.element("bodySite", bodySite)
        json.element("outcome", outcome)
        json.element("report", report)
        json.element("complication", complication)
        json.element("complicationDetail", complicationDetail)
        json.element("followUp", followUp)
        json.element("note", note)
        json.element("focalDevice", focalDevice)
        json.element("usedReference", usedReference)
        json.element("usedCode", usedCode)
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
        partOf = try element.array("partOf")
        status = try element.requiredCode("status")
        statusReason = try element.optional("statusReason")
        category = try element.optional("category")
        code = try element.optional("code")
        subject = try element.required("subject")
        encounter = try element.optional("encounter")
        performed = try Procedure.Performed(reading: &element)
        recorder = try element.optional("recorder")
        asserter = try element.optional("asserter")
        performer = try element.array("performer")
        location = try element.optional("location")
        reasonCode = try element.array("reasonCode")
        reasonReference = try element.array("reasonReference")
        bodySite = try element.array("bodySite")
        outcome = try element.optional("outcome")
        report = try element.array("report")
        complication = try element.array("complication")
        complicationDetail = try element.array("complicationDetail")
        followUp = try element.array("followUp")
        note = try element.array("note")
        focalDevice = try element.array("focalDevice")
        usedReference = try element.array("usedReference")
        usedCode = try element.array("usedCode")
        meta = try element.optional("meta")
        try element.end()
    }
}

extension Procedure.Performed {
    func write(to json: inout JSONWriter) {
        switch self {
        case .dateTime(let value): json.element("performedDateTime", value)
        case .period(let value): json.element("performedPeriod", value)
        case .string(let value): json.element("performedString", value)
        case .age(let value): json.element("performedAge", value)
        case .range(let value): json.element("performedRange", value)
        }
    }

    init?(reading element: inout ElementReader) throws(FHIRError) {
        if let value = try element.text("performedDateTime", as: .dateTime) {
            self = .dateTime(value)
        } else if let value: Period = try element.optional("performedPeriod") {
            self = .period(value)
        } else if let value = try element.text("performedString") {
            self = .string(value)
        } else if let value: Quantity = try element.optional("performedAge") {
            self = .age(value)
        } else if let value: FHIRRange = try element.optional("performedRange") {
            self = .range(value)
        } else {
            return nil
        }
    }
}

extension Procedure.Performer {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("function", function)
        json.element("actor", actor)
        json.element("onBehalfOf", onBehalfOf)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        function = try element.optional("function")
        actor = try element.required("actor")
        onBehalfOf = try element.optional("onBehalfOf")
        try element.end()
    }
}

extension Procedure.FocalDevice {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("action", action)
        json.element("manipulated", manipulated)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        action = try element.optional("action")
        manipulated = try element.required("manipulated")
        try element.end()
    }
}
