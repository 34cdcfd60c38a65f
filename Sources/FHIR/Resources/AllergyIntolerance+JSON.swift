public import JSONText

extension AllergyIntolerance {
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
        json.element("type", type)
        json.element("category", category)
        json.element("criticality", criticality)
        json.element("code", code)
        json.element("patient", patient)
        json.element("encounter", encounter)
        onset?.write(to: &json)
        json.element("recordedDate", recordedDate)
        json.element("recorder", recorder)
        json.element("asserter", asserter)
        json.element("lastOccurrence", lastOccurrence)
        json.element("note", note)
        json.element("reaction", reaction)
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
        type = try element.code("type")
        category = try element.codes("category")
        criticality = try element.code("criticality")
        code = try element.optional("code")
        patient = try element.required("patient")
        encounter = try element.optional("encounter")
        onset = try AllergyIntolerance.Onset(reading: &element)
        recordedDate = try element.text("recordedDate", as: .dateTime)
        recorder = try element.optional("recorder")
        asserter = try element.optional("asserter")
        lastOccurrence = try element.text("lastOccurrence", as: .dateTime)
        note = try element.array("note")
        reaction = try element.array("reaction")
        meta = try element.optional("meta")
        try element.end()
    }
}

extension AllergyIntolerance.Onset {
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

extension AllergyIntolerance.Reaction {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("substance", substance)
        json.element("manifestation", manifestation)
        json.element("description", description)
        json.element("onset", onset)
        json.element("severity", severity)
        json.element("exposureRoute", exposureRoute)
        json.element("note", note)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        substance = try element.optional("substance")
        manifestation = try element.array("manifestation", atLeast: 1)
        description = try element.text("description")
        onset = try element.text("onset", as: .dateTime)
        severity = try element.code("severity")
        exposureRoute = try element.optional("exposureRoute")
        note = try element.array("note")
        try element.end()
    }
}
