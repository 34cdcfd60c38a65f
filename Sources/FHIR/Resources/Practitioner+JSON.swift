public import JSONText

extension Practitioner {
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
        json.element("name", name)
        json.element("telecom", telecom)
        json.element("address", address)
        json.element("gender", gender)
        json.element("birthDate", birthDate)
        json.element("photo", photo)
        json.element("qualification", qualification)
        json.element("communication", communication)
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
        name = try element.array("name")
        telecom = try element.array("telecom")
        address = try element.array("address")
        gender = try element.code("gender")
        birthDate = try element.text("birthDate", as: .date)
        photo = try element.array("photo")
        qualification = try element.array("qualification")
        communication = try element.array("communication")
        meta = try element.optional("meta")
        try element.end()
    }
}

extension Practitioner.Qualification {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("identifier", identifier)
        json.element("code", code)
        json.element("period", period)
        json.element("issuer", issuer)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        identifier = try element.array("identifier")
        code = try element.required("code")
        period = try element.optional("period")
        issuer = try element.optional("issuer")
        try element.end()
    }
}
