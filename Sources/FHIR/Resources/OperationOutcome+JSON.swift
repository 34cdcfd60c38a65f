public import JSONText

extension OperationOutcome {
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
        json.element("issue", issue)
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
        issue = try element.array("issue", atLeast: 1)
        meta = try element.optional("meta")
        try element.end()
    }
}

extension OperationOutcome.Issue {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("severity", severity)
        json.element("code", code)
        json.element("details", details)
        json.element("diagnostics", diagnostics)
        json.element("location", location)
        json.element("expression", expression)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        severity = try element.requiredCode("severity")
        code = try element.requiredCode("code")
        details = try element.optional("details")
        diagnostics = try element.text("diagnostics")
        location = try element.texts("location")
        expression = try element.texts("expression")
        try element.end()
    }
}
