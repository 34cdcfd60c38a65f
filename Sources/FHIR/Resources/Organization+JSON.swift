public import JSONText

extension Organization {
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
        json.element("active", active)
        json.element("type", type)
        json.element("name", name)
        json.element("alias", alias)
        json.element("telecom", telecom)
        json.element("address", address)
        json.element("partOf", partOf)
        json.element("contact", contact)
        json.element("endpoint", endpoint)
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
        active = try element.boolean("active")
        type = try element.array("type")
        name = try element.text("name")
        alias = try element.texts("alias")
        telecom = try element.array("telecom")
        address = try element.array("address")
        partOf = try element.optional("partOf")
        contact = try element.array("contact")
        endpoint = try element.array("endpoint")
        meta = try element.optional("meta")
        try element.end()
    }
}

extension Organization.Contact {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("purpose", purpose)
        json.element("name", name)
        json.element("telecom", telecom)
        json.element("address", address)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        purpose = try element.optional("purpose")
        name = try element.optional("name")
        telecom = try element.array("telecom")
        address = try element.optional("address")
        try element.end()
    }
}
