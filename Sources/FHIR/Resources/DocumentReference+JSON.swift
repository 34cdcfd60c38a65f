public import JSONText

extension DocumentReference {
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
        json.element("masterIdentifier", masterIdentifier)
        json.element("identifier", identifier)
        json.element("status", status)
        json.element("docStatus", docStatus)
        json.element("type", type)
        json.element("category", category)
        json.element("subject", subject)
        json.element("date", date)
        json.element("author", author)
        json.element("authenticator", authenticator)
        json.element("custodian", custodian)
        json.element("relatesTo", relatesTo)
        json.element("description", description)
        json.element("securityLabel", securityLabel)
        json.element("content", content)
        json.element("context", context)
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
        masterIdentifier = try element.optional("masterIdentifier")
        identifier = try element.array("identifier")
        status = try element.requiredCode("status")
        docStatus = try element.code("docStatus")
        type = try element.optional("type")
        category = try element.array("category")
        subject = try element.optional("subject")
        date = try element.text("date", as: .instant)
        author = try element.array("author")
        authenticator = try element.optional("authenticator")
        custodian = try element.optional("custodian")
        relatesTo = try element.array("relatesTo")
        description = try element.text("description")
        securityLabel = try element.array("securityLabel")
        content = try element.array("content", atLeast: 1)
        context = try element.optional("context")
        meta = try element.optional("meta")
        try element.end()
    }
}

extension DocumentReference.RelatesTo {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("code", code)
        json.element("target", target)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        code = try element.requiredCode("code")
        target = try element.required("target")
        try element.end()
    }
}

extension DocumentReference.Content {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("attachment", attachment)
        json.element("format", format)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        attachment = try element.required("attachment")
        format = try element.optional("format")
        try element.end()
    }
}

extension DocumentReference.Context {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("encounter", encounter)
        json.element("event", event)
        json.element("period", period)
        json.element("facilityType", facilityType)
        json.element("practiceSetting", practiceSetting)
        json.element("sourcePatientInfo", sourcePatientInfo)
        json.element("related", related)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        encounter = try element.array("encounter")
        event = try element.array("event")
        period = try element.optional("period")
        facilityType = try element.optional("facilityType")
        practiceSetting = try element.optional("practiceSetting")
        sourcePatientInfo = try element.optional("sourcePatientInfo")
        related = try element.array("related")
        try element.end()
    }
}
