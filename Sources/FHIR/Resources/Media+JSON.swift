public import JSONText

extension Media {
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
        json.element("type", type)
        json.element("modality", modality)
        json.element("view", view)
        json.element("subject", subject)
        json.element("encounter", encounter)
        created?.write(to: &json)
        json.element("issued", issued)
        json.element("operator", `operator`)
        json.element("reasonCode", reasonCode)
        json.element("bodySite", bodySite)
        json.element("deviceName", deviceName)
        json.element("device", device)
        json.element("height", height)
        json.element("width", width)
        json.element("frames", frames)
        json.element("duration", duration)
        json.element("content", content)
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
        partOf = try element.array("partOf")
        status = try element.requiredCode("status")
        type = try element.optional("type")
        modality = try element.optional("modality")
        view = try element.optional("view")
        subject = try element.optional("subject")
        encounter = try element.optional("encounter")
        created = try Media.Created(reading: &element)
        issued = try element.text("issued", as: .instant)
        `operator` = try element.optional("operator")
        reasonCode = try element.array("reasonCode")
        bodySite = try element.optional("bodySite")
        deviceName = try element.text("deviceName")
        device = try element.optional("device")
        height = try element.integer("height", from: 1)
        width = try element.integer("width", from: 1)
        frames = try element.integer("frames", from: 1)
        duration = try element.decimal("duration")
        content = try element.required("content")
        note = try element.array("note")
        meta = try element.optional("meta")
        try element.end()
    }
}

extension Media.Created {
    func write(to json: inout JSONWriter) {
        switch self {
        case .dateTime(let value): json.element("createdDateTime", value)
        case .period(let value): json.element("createdPeriod", value)
        }
    }

    init?(reading element: inout ElementReader) throws(FHIRError) {
        if let value = try element.text("createdDateTime", as: .dateTime) {
            self = .dateTime(value)
        } else if let value: Period = try element.optional("createdPeriod") {
            self = .period(value)
        } else {
            return nil
        }
    }
}
