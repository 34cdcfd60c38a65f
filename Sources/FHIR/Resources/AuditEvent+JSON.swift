public import JSONText

extension AuditEvent {
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
        json.element("type", type)
        json.element("subtype", subtype)
        json.element("action", action)
        json.element("period", period)
        json.element("recorded", recorded)
        json.element("outcome", outcome)
        json.element("outcomeDesc", outcomeDesc)
        json.element("purposeOfEvent", purposeOfEvent)
        json.element("agent", agent)
        json.element("source", source)
        json.element("entity", entity)
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
        type = try element.required("type")
        subtype = try element.array("subtype")
        action = try element.code("action")
        period = try element.optional("period")
        recorded = try element.requiredText("recorded", as: .instant)
        outcome = try element.code("outcome")
        outcomeDesc = try element.text("outcomeDesc")
        purposeOfEvent = try element.array("purposeOfEvent")
        agent = try element.array("agent", atLeast: 1)
        source = try element.required("source")
        entity = try element.array("entity")
        meta = try element.optional("meta")
        try element.end()
    }
}

extension AuditEvent.Agent {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("type", type)
        json.element("role", role)
        json.element("who", who)
        json.element("altId", altId)
        json.element("name", name)
        json.element("requestor", requestor)
        json.element("location", location)
        json.element("policy", policy)
        json.element("media", media)
        json.element("network", network)
        json.element("purposeOfUse", purposeOfUse)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        type = try element.optional("type")
        role = try element.array("role")
        who = try element.optional("who")
        altId = try element.text("altId")
        name = try element.text("name")
        requestor = try element.requiredBoolean("requestor")
        location = try element.optional("location")
        policy = try element.texts("policy", as: .uri)
        media = try element.optional("media")
        network = try element.optional("network")
        purposeOfUse = try element.array("purposeOfUse")
        try element.end()
    }
}

extension AuditEvent.Agent.Network {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("address", address)
        json.element("type", type)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        address = try element.text("address")
        type = try element.code("type")
        try element.end()
    }
}

extension AuditEvent.Source {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("site", site)
        json.element("observer", observer)
        json.element("type", type)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        site = try element.text("site")
        observer = try element.required("observer")
        type = try element.array("type")
        try element.end()
    }
}

extension AuditEvent.Entity {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("what", what)
        json.element("type", type)
        json.element("role", role)
        json.element("lifecycle", lifecycle)
        json.element("securityLabel", securityLabel)
        json.element("name", name)
        json.element("description", description)
        json.element("query", query)
        json.element("detail", detail)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        what = try element.optional("what")
        type = try element.optional("type")
        role = try element.optional("role")
        lifecycle = try element.optional("lifecycle")
        securityLabel = try element.array("securityLabel")
        name = try element.text("name")
        description = try element.text("description")
        query = try element.text("query", as: .base64Binary)
        detail = try element.array("detail")
        try element.end()
    }
}

extension AuditEvent.Entity.Detail {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("type", type)
        value.write(to: &json)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        type = try element.requiredText("type")
        guard let value = try AuditEvent.Entity.Detail.Value(reading: &element) else {
            throw element.missing("value[x]")
        }
        self.value = value
        try element.end()
    }
}

extension AuditEvent.Entity.Detail.Value {
    func write(to json: inout JSONWriter) {
        switch self {
        case .string(let value): json.element("valueString", value)
        case .base64Binary(let value): json.element("valueBase64Binary", value)
        }
    }

    init?(reading element: inout ElementReader) throws(FHIRError) {
        if let value = try element.text("valueString") {
            self = .string(value)
        } else if let value = try element.text("valueBase64Binary", as: .base64Binary) {
            self = .base64Binary(value)
        } else {
            return nil
        }
    }
}
