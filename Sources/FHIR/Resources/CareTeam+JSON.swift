public import JSONText

extension CareTeam {
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
        json.element("status", status)
        json.element("category", category)
        json.element("name", name)
        json.element("subject", subject)
        json.element("encounter", encounter)
        json.element("period", period)
        json.element("participant", participant)
        json.element("reasonCode", reasonCode)
        json.element("reasonReference", reasonReference)
        json.element("managingOrganization", managingOrganization)
        json.element("telecom", telecom)
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
        status = try element.code("status")
        category = try element.array("category")
        name = try element.text("name")
        subject = try element.optional("subject")
        encounter = try element.optional("encounter")
        period = try element.optional("period")
        participant = try element.array("participant")
        reasonCode = try element.array("reasonCode")
        reasonReference = try element.array("reasonReference")
        managingOrganization = try element.array("managingOrganization")
        telecom = try element.array("telecom")
        note = try element.array("note")
        meta = try element.optional("meta")
        try element.end()
    }
}

extension CareTeam.Participant {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("role", role)
        json.element("member", member)
        json.element("onBehalfOf", onBehalfOf)
        json.element("period", period)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        role = try element.array("role")
        member = try element.optional("member")
        onBehalfOf = try element.optional("onBehalfOf")
        period = try element.optional("period")
        try element.end()
    }
}
