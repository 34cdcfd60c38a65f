public import JSONText

extension Binary {
    public func write(to json: inout JSONWriter) {
        json.beginResource(Self.resourceType)
        json.element("id", id)
        json.element("meta", meta)
        json.element("implicitRules", implicitRules)
        json.element("language", language)
        json.element("contentType", contentType)
        json.element("securityContext", securityContext)
        json.element("data", data)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json, resource: Self.resourceType)
        id = try element.text("id", as: .id)
        implicitRules = try element.text("implicitRules", as: .uri)
        language = try element.text("language", as: .code)
        contentType = try element.requiredText("contentType", as: .code)
        securityContext = try element.optional("securityContext")
        data = try element.text("data", as: .base64Binary)
        meta = try element.optional("meta")
        try element.end()
    }
}
