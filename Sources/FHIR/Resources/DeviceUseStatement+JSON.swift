public import JSONText

extension DeviceUseStatement {
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
        json.element("status", status)
        json.element("subject", subject)
        json.element("derivedFrom", derivedFrom)
        timing?.write(to: &json)
        json.element("recordedOn", recordedOn)
        json.element("source", source)
        json.element("device", device)
        json.element("reasonCode", reasonCode)
        json.element("reasonReference", reasonReference)
        json.element("bodySite", bodySite)
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
        basedOn = try element.array("basedOn")
        status = try element.requiredCode("status")
        subject = try element.required("subject")
        derivedFrom = try element.array("derivedFrom")
        timing = try DeviceUseStatement.Timing(reading: &element)
        recordedOn = try element.text("recordedOn", as: .dateTime)
        source = try element.optional("source")
        device = try element.required("device")
        reasonCode = try element.array("reasonCode")
        reasonReference = try element.array("reasonReference")
        bodySite = try element.optional("bodySite")
        note = try element.array("note")
        meta = try element.optional("meta")
        try element.end()
    }
}

extension DeviceUseStatement.Timing {
    func write(to json: inout JSONWriter) {
        switch self {
        case .timing(let value): json.element("timingTiming", value)
        case .period(let value): json.element("timingPeriod", value)
        case .dateTime(let value): json.element("timingDateTime", value)
        }
    }

    init?(reading element: inout ElementReader) throws(FHIRError) {
        if let value: FHIR.Timing = try element.optional("timingTiming") {
            self = .timing(value)
        } else if let value: Period = try element.optional("timingPeriod") {
            self = .period(value)
        } else if let value = try element.text("timingDateTime", as: .dateTime) {
            self = .dateTime(value)
        } else {
            return nil
        }
    }
}
