public import JSONText

extension Condition {
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
        json.element("clinicalStatus", clinicalStatus)
        json.element("verificationStatus", verificationStatus)
        json.element("category", category)
        json.element("severity", severity)
        json.element("code", code)
        json.element("bodySite", bodySite)
        json.element("subject", subject)
        json.element("encounter", encounter)
        onset?.write(to: &json)
        abatement?.write(to: &json)
        json.element("recordedDate", recordedDate)
        json.element("recorder", recorder)
        json.element("asserter", asserter)
        json.element("stage", stage)
        json.element("evidence", evidence)
        json.element("note", note)
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
        clinicalStatus = try element.optional("clinicalStatus")
        verificationStatus = try element.optional("verificationStatus")
        category = try element.array("category")
        severity = try element.optional("severity")
        code = try element.optional("code")
        bodySite = try element.array("bodySite")
        subject = try element.required("subject")
        encounter = try element.optional("encounter")
        onset = try Condition.Onset(reading: &element)
        abatement = try Condition.Abatement(reading: &element)
        recordedDate = try element.text("recordedDate", as: .dateTime)
        recorder = try element.optional("recorder")
        asserter = try element.optional("asserter")
        stage = try element.array("stage")
        evidence = try element.array("evidence")
        note = try element.array("note")
        meta = try element.optional("meta")
        try element.end()
    }
}

extension Condition.Onset {
    func write(to json: inout JSONWriter) {
        switch self {
        case .dateTime(let value): json.element("onsetDateTime", value)
        case .age(let value): json.element("onsetAge", value)
        case .period(let value): json.element("onsetPeriod", value)
        case .range(let value): json.element("onsetRange", value)
        case .string(let value): json.element("onsetString", value)
        }
    }

    init?(reading element: inout ElementReader) throws(FHIRError) {
        if let value = try element.text("onsetDateTime", as: .dateTime) {
            self = .dateTime(value)
        } else if let value: Quantity = try element.optional("onsetAge") {
            self = .age(value)
        } else if let value: Period = try element.optional("onsetPeriod") {
            self = .period(value)
        } else if let value: FHIRRange = try element.optional("onsetRange") {
            self = .range(value)
        } else if let value = try element.text("onsetString") {
            self = .string(value)
        } else {
            return nil
        }
    }
}

extension Condition.Abatement {
    func write(to json: inout JSONWriter) {
        switch self {
        case .dateTime(let value): json.element("abatementDateTime", value)
        case .age(let value): json.element("abatementAge", value)
        case .period(let value): json.element("abatementPeriod", value)
        case .range(let value): json.element("abatementRange", value)
        case .string(let value): json.element("abatementString", value)
        }
    }

    init?(reading element: inout ElementReader) throws(FHIRError) {
        if let value = try element.text("abatementDateTime", as: .dateTime) {
            self = .dateTime(value)
        } else if let value: Quantity = try element.optional("abatementAge") {
            self = .age(value)
        } else if let value: Period = try element.optional("abatementPeriod") {
            self = .period(value)
        } else if let value: FHIRRange = try element.optional("abatementRange") {
            self = .range(value)
        } else if let value = try element.text("abatementString") {
            self = .string(value)
        } else {
            return nil
        }
    }
}

extension Condition.Stage {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("summary", summary)
        json.element("assessment", assessment)
        json.element("type", type)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        summary = try element.optional("summary")
        assessment = try element.array("assessment")
        type = try element.optional("type")
        try element.end()
    }
}

extension Condition.Evidence {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("code", code)
        json.element("detail", detail)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        code = try element.array("code")
        detail = try element.array("detail")
        try element.end()
    }
}
