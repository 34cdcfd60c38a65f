public import JSONText

extension Consent {
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
        json.element("scope", scope)
        json.element("category", category)
        json.element("patient", patient)
        json.element("dateTime", dateTime)
        json.element("performer", performer)
        json.element("organization", organization)
        source?.write(to: &json)
        json.element("policy", policy)
        json.element("policyRule", policyRule)
        json.element("verification", verification)
        json.element("provision", provision)
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
        status = try element.requiredCode("status")
        scope = try element.required("scope")
        category = try element.array("category", atLeast: 1)
        patient = try element.optional("patient")
        dateTime = try element.text("dateTime", as: .dateTime)
        performer = try element.array("performer")
        organization = try element.array("organization")
        source = try Consent.Source(reading: &element)
        policy = try element.array("policy")
        policyRule = try element.optional("policyRule")
        verification = try element.array("verification")
        provision = try element.optional("provision")
        meta = try element.optional("meta")
        try element.end()
    }
}

extension Consent.Source {
    func write(to json: inout JSONWriter) {
        switch self {
        case .attachment(let value): json.element("sourceAttachment", value)
        case .reference(let value): json.element("sourceReference", value)
        }
    }

    init?(reading element: inout ElementReader) throws(FHIRError) {
        if let value: Attachment = try element.optional("sourceAttachment") {
            self = .attachment(value)
        } else if let value: Reference = try element.optional("sourceReference") {
            self = .reference(value)
        } else {
            return nil
        }
    }
}

extension Consent.Policy {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("authority", authority)
        json.element("uri", uri)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        authority = try element.text("authority", as: .uri)
        uri = try element.text("uri", as: .uri)
        try element.end()
    }
}

extension Consent.Verification {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("verified", verified)
        json.element("verifiedWith", verifiedWith)
        json.element("verificationDate", verificationDate)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        verified = try element.requiredBoolean("verified")
        verifiedWith = try element.optional("verifiedWith")
        verificationDate = try element.text("verificationDate", as: .dateTime)
        try element.end()
    }
}

extension Consent.Provision {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("type", type)
        json.element("period", period)
        json.element("actor", actor)
        json.element("action", action)
        json.element("securityLabel", securityLabel)
        json.element("purpose", purpose)
        json.element("class", `class`)
        json.element("code", code)
        json.element("dataPeriod", dataPeriod)
        json.element("data", data)
        json.element("provision", provision)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        type = try element.code("type")
        period = try element.optional("period")
        actor = try element.array("actor")
        action = try element.array("action")
        securityLabel = try element.array("securityLabel")
        purpose = try element.array("purpose")
        `class` = try element.array("class")
        code = try element.array("code")
        dataPeriod = try element.optional("dataPeriod")
        data = try element.array("data")
        provision = try element.array("provision")
        try element.end()
    }
}

extension Consent.Provision.Actor {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("role", role)
        json.element("reference", reference)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        role = try element.required("role")
        reference = try element.required("reference")
        try element.end()
    }
}

extension Consent.Provision.Data {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("meaning", meaning)
        json.element("reference", reference)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        meaning = try element.requiredCode("meaning")
        reference = try element.required("reference")
        try element.end()
    }
}
