public import JSONText

extension RelatedPerson {
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
        json.element("patient", patient)
        json.element("relationship", relationship)
        json.element("name", name)
        json.element("telecom", telecom)
        json.element("gender", gender)
        json.element("birthDate", birthDate)
        json.element("address", address)
        json.element("photo", photo)
        json.element("period", period)
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
        patient = try element.required("patient")
        relationship = try element.array("relationship")
        name = try element.array("name")
        telecom = try element.array("telecom")
        gender = try element.code("gender")
        birthDate = try element.text("birthDate", as: .date)
        address = try element.array("address")
        photo = try element.array("photo")
        period = try element.optional("period")
        communication = try element.array("communication")
        meta = try element.optional("meta")
        try element.end()
    }
}

extension RelatedPerson.Communication {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("language", language)
        json.element("preferred", preferred)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        language = try element.required("language")
        preferred = try element.boolean("preferred")
        try element.end()
    }
}
