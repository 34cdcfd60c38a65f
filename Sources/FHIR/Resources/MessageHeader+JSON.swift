public import JSONText

extension MessageHeader {
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
        json.element("eventCoding", event)
        json.element("destination", destination)
        json.element("sender", sender)
        json.element("enterer", enterer)
        json.element("author", author)
        json.element("source", source)
        json.element("responsible", responsible)
        json.element("reason", reason)
        json.element("response", response)
        json.element("focus", focus)
        json.element("definition", definition)
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
        event = try element.required("eventCoding")
        destination = try element.array("destination")
        sender = try element.optional("sender")
        enterer = try element.optional("enterer")
        author = try element.optional("author")
        source = try element.required("source")
        responsible = try element.optional("responsible")
        reason = try element.optional("reason")
        response = try element.optional("response")
        focus = try element.array("focus")
        definition = try element.text("definition", as: .uri)
        meta = try element.optional("meta")
        try element.end()
    }
}

extension MessageHeader.Destination {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("name", name)
        json.element("target", target)
        json.endpoint(endpoint)
        json.element("receiver", receiver)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        name = try element.text("name")
        target = try element.optional("target")
        endpoint = try element.text("endpoint", as: .uri)
        receiver = try element.optional("receiver")
        try element.end()
    }
}

extension MessageHeader.Source {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("name", name)
        json.element("software", software)
        json.element("version", version)
        json.element("contact", contact)
        json.endpoint(endpoint)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        name = try element.text("name")
        software = try element.text("software")
        version = try element.text("version")
        contact = try element.optional("contact")
        endpoint = try element.text("endpoint", as: .uri)
        try element.end()
    }
}

extension MessageHeader.Response {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("identifier", identifier)
        json.element("code", code)
        json.element("details", details)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        identifier = try element.requiredText("identifier")
        code = try element.requiredCode("code")
        details = try element.optional("details")
        try element.end()
    }
}

extension JSONWriter {
    /// `endpoint`, or that it is unknown.
    fileprivate mutating func endpoint(_ url: String?) {
        if let url { return element("endpoint", url) }
        key("_endpoint")
        beginObject()
        element(
            "extension",
            [Extension(url: "http://hl7.org/fhir/StructureDefinition/data-absent-reason", value: .code("unknown"))])
        endObject()
    }
}
