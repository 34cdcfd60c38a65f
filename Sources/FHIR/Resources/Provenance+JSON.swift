public import JSONText

extension Provenance {
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
        json.element("target", target)
        occurred?.write(to: &json)
        json.element("recorded", recorded)
        json.element("policy", policy)
        json.element("location", location)
        json.element("reason", reason)
        json.element("activity", activity)
        json.element("agent", agent)
        json.element("entity", entity)
        json.element("signature", signature)
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
        target = try element.array("target", atLeast: 1)
        occurred = try Provenance.Occurred(reading: &element)
        recorded = try element.requiredText("recorded", as: .instant)
        policy = try element.texts("policy", as: .uri)
        location = try element.optional("location")
        reason = try element.array("reason")
        activity = try element.optional("activity")
        agent = try element.array("agent", atLeast: 1)
        entity = try element.array("entity")
        signature = try element.array("signature")
        meta = try element.optional("meta")
        try element.end()
    }
}

extension Provenance.Occurred {
    func write(to json: inout JSONWriter) {
        switch self {
        case .period(let value): json.element("occurredPeriod", value)
        case .dateTime(let value): json.element("occurredDateTime", value)
        }
    }

    init?(reading element: inout ElementReader) throws(FHIRError) {
        if let value: Period = try element.optional("occurredPeriod") {
            self = .period(value)
        } else if let value = try element.text("occurredDateTime", as: .dateTime) {
            self = .dateTime(value)
        } else {
            return nil
        }
    }
}

extension Provenance.Agent {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("type", type)
        json.element("role", role)
        json.element("who", who)
        json.element("onBehalfOf", onBehalfOf)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        type = try element.optional("type")
        role = try element.array("role")
        who = try element.required("who")
        onBehalfOf = try element.optional("onBehalfOf")
        try element.end()
    }
}

extension Provenance.Entity {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("role", role)
        json.element("what", what)
        json.element("agent", agent)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        role = try element.requiredCode("role")
        what = try element.required("what")
        agent = try element.array("agent")
        try element.end()
    }
}
