public import JSONText

extension Observation {
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
        json.element("category", category)
        json.element("code", code)
        json.element("subject", subject)
        json.element("focus", focus)
        json.element("encounter", encounter)
        effective?.write(to: &json)
        json.element("issued", issued)
        json.element("performer", performer)
        value?.write(to: &json)
        json.element("dataAbsentReason", dataAbsentReason)
        json.element("interpretation", interpretation)
        json.element("note", note)
        json.element("bodySite", bodySite)
        json.element("method", method)
        json.element("specimen", specimen)
        json.element("device", device)
        json.element("referenceRange", referenceRange)
        json.element("hasMember", hasMember)
        json.element("derivedFrom", derivedFrom)
        json.element("component", component)
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
        category = try element.array("category")
        code = try element.required("code")
        subject = try element.optional("subject")
        focus = try element.array("focus")
        encounter = try element.optional("encounter")
        effective = try Observation.Effective(reading: &element)
        issued = try element.text("issued", as: .instant)
        performer = try element.array("performer")
        value = try Observation.Value(reading: &element)
        dataAbsentReason = try element.optional("dataAbsentReason")
        interpretation = try element.array("interpretation")
        note = try element.array("note")
        bodySite = try element.optional("bodySite")
        method = try element.optional("method")
        specimen = try element.optional("specimen")
        device = try element.optional("device")
        referenceRange = try element.array("referenceRange")
        hasMember = try element.array("hasMember")
        derivedFrom = try element.array("derivedFrom")
        component = try element.array("component")
        meta = try element.optional("meta")
        try element.end()
    }
}

extension Observation.Effective {
    func write(to json: inout JSONWriter) {
        switch self {
        case .dateTime(let value): json.element("effectiveDateTime", value)
        case .period(let value): json.element("effectivePeriod", value)
        case .timing(let value): json.element("effectiveTiming", value)
        case .instant(let value): json.element("effectiveInstant", value)
        }
    }

    init?(reading element: inout ElementReader) throws(FHIRError) {
        if let value = try element.text("effectiveDateTime", as: .dateTime) {
            self = .dateTime(value)
        } else if let value: Period = try element.optional("effectivePeriod") {
            self = .period(value)
        } else if let value: Timing = try element.optional("effectiveTiming") {
            self = .timing(value)
        } else if let value = try element.text("effectiveInstant", as: .instant) {
            self = .instant(value)
        } else {
            return nil
        }
    }
}

extension Observation.Value {
    func write(to json: inout JSONWriter) {
        switch self {
        case .quantity(let value): json.element("valueQuantity", value)
        case .codeableConcept(let value): json.element("valueCodeableConcept", value)
        case .string(let value): json.element("valueString", value)
        case .boolean(let value): json.element("valueBoolean", value)
        case .integer(let value): json.element("valueInteger", value)
        case .range(let value): json.element("valueRange", value)
        case .ratio(let value): json.element("valueRatio", value)
        case .sampledData(let value): json.element("valueSampledData", value)
        case .time(let value): json.element("valueTime", value)
        case .dateTime(let value): json.element("valueDateTime", value)
        case .period(let value): json.element("valuePeriod", value)
        }
    }

    init?(reading element: inout ElementReader) throws(FHIRError) {
        if let value: Quantity = try element.optional("valueQuantity") {
            self = .quantity(value)
        } else if let value: CodeableConcept = try element.optional("valueCodeableConcept") {
            self = .codeableConcept(value)
        } else if let value = try element.text("valueString") {
            self = .string(value)
        } else if let value = try element.boolean("valueBoolean") {
            self = .boolean(value)
        } else if let value = try element.integer("valueInteger") {
            self = .integer(value)
        } else if let value: FHIRRange = try element.optional("valueRange") {
            self = .range(value)
        } else if let value: Ratio = try element.optional("valueRatio") {
            self = .ratio(value)
        } else if let value: SampledData = try element.optional("valueSampledData") {
            self = .sampledData(value)
        } else if let value = try element.text("valueTime", as: .time) {
            self = .time(value)
        } else if let value = try element.text("valueDateTime", as: .dateTime) {
            self = .dateTime(value)
        } else if let value: Period = try element.optional("valuePeriod") {
            self = .period(value)
        } else {
            return nil
        }
    }
}

extension Observation.ReferenceRange {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("low", low)
        json.element("high", high)
        json.element("type", type)
        json.element("appliesTo", appliesTo)
        json.element("age", age)
        json.element("text", text)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        low = try element.optional("low")
        high = try element.optional("high")
        type = try element.optional("type")
        appliesTo = try element.array("appliesTo")
        age = try element.optional("age")
        text = try element.text("text")
        try element.end()
    }
}

extension Observation.Component {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("code", code)
        value?.write(to: &json)
        json.element("dataAbsentReason", dataAbsentReason)
        json.element("interpretation", interpretation)
        json.element("referenceRange", referenceRange)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        code = try element.required("code")
        value = try Observation.Value(reading: &element)
        dataAbsentReason = try element.optional("dataAbsentReason")
        interpretation = try element.array("interpretation")
        referenceRange = try element.array("referenceRange")
        try element.end()
    }
}
