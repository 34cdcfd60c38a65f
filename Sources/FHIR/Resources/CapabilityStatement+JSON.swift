public import JSONText

extension CapabilityStatement {
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
        json.element("url", url)
        json.element("version", version)
        json.element("name", name)
        json.element("title", title)
        json.element("status", status)
        json.element("experimental", experimental)
        json.element("date", date)
        json.element("publisher", publisher)
        json.element("contact", contact)
        json.element("description", description)
        json.element("useContext", useContext)
        json.element("jurisdiction", jurisdiction)
        json.element("purpose", purpose)
        json.element("copyright", copyright)
        json.element("kind", kind)
        json.element("instantiates", instantiates)
        json.element("imports", imports)
        json.element("software", software)
        json.element("implementation", implementation)
        json.element("fhirVersion", fhirVersion)
        json.element("format", format)
        json.element("patchFormat", patchFormat)
        json.element("implementationGuide", implementationGuide)
        json.element("rest", rest)
        json.element("messaging", messaging)
        json.element("document", document)
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
        url = try element.text("url", as: .uri)
        version = try element.text("version")
        name = try element.text("name")
        title = try element.text("title")
        status = try element.requiredCode("status")
        experimental = try element.boolean("experimental")
        date = try element.requiredText("date", as: .dateTime)
        publisher = try element.text("publisher")
        contact = try element.array("contact")
        description = try element.text("description")
        useContext = try element.array("useContext")
        jurisdiction = try element.array("jurisdiction")
        purpose = try element.text("purpose")
        copyright = try element.text("copyright")
        kind = try element.requiredCode("kind")
        instantiates = try element.texts("instantiates", as: .uri)
        imports = try element.texts("imports", as: .uri)
        software = try element.optional("software")
        implementation = try element.optional("implementation")
        fhirVersion = try element.requiredText("fhirVersion", as: .code)
        format = try element.texts("format", as: .code, atLeast: 1)
        patchFormat = try element.texts("patchFormat", as: .code)
        implementationGuide = try element.texts("implementationGuide", as: .uri)
        rest = try element.array("rest")
        messaging = try element.array("messaging")
        document = try element.array("document")
        meta = try element.optional("meta")
        try element.end()
    }
}

extension CapabilityStatement.Software {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("name", name)
        json.element("version", version)
        json.element("releaseDate", releaseDate)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        name = try element.requiredText("name")
        version = try element.text("version")
        releaseDate = try element.text("releaseDate", as: .dateTime)
        try element.end()
    }
}

extension CapabilityStatement.Implementation {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("description", description)
        json.element("url", url)
        json.element("custodian", custodian)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        description = try element.requiredText("description")
        url = try element.text("url", as: .uri)
        custodian = try element.optional("custodian")
        try element.end()
    }
}

extension CapabilityStatement.Rest {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("mode", mode)
        json.element("documentation", documentation)
        json.element("security", security)
        json.element("resource", resource)
        json.element("interaction", interaction)
        json.element("searchParam", searchParam)
        json.element("operation", operation)
        json.element("compartment", compartment)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        mode = try element.requiredCode("mode")
        documentation = try element.text("documentation")
        security = try element.optional("security")
        resource = try element.array("resource")
        interaction = try element.array("interaction")
        searchParam = try element.array("searchParam")
        operation = try element.array("operation")
        compartment = try element.texts("compartment", as: .uri)
        try element.end()
    }
}

extension CapabilityStatement.Rest.Security {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("cors", cors)
        json.element("service", service)
        json.element("description", description)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        cors = try element.boolean("cors")
        service = try element.array("service")
        description = try element.text("description")
        try element.end()
    }
}

extension CapabilityStatement.Rest.Resource {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("type", type)
        json.element("profile", profile)
        json.element("supportedProfile", supportedProfile)
        json.element("documentation", documentation)
        json.element("interaction", interaction)
        json.element("versioning", versioning)
        json.element("readHistory", readHistory)
        json.element("updateCreate", updateCreate)
        json.element("conditionalCreate", conditionalCreate)
        json.element("conditionalRead", conditionalRead)
        json.element("conditionalUpdate", conditionalUpdate)
        json.element("conditionalDelete", conditionalDelete)
        json.element("referencePolicy", referencePolicy)
        json.element("searchInclude", searchInclude)
        json.element("searchRevInclude", searchRevInclude)
        json.element("searchParam", searchParam)
        json.element("operation", operation)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        type = try element.requiredText("type", as: .code)
        profile = try element.text("profile", as: .uri)
        supportedProfile = try element.texts("supportedProfile", as: .uri)
        documentation = try element.text("documentation")
        interaction = try element.array("interaction")
        versioning = try element.code("versioning")
        readHistory = try element.boolean("readHistory")
        updateCreate = try element.boolean("updateCreate")
        conditionalCreate = try element.boolean("conditionalCreate")
        conditionalRead = try element.code("conditionalRead")
        conditionalUpdate = try element.boolean("conditionalUpdate")
        conditionalDelete = try element.code("conditionalDelete")
        referencePolicy = try element.codes("referencePolicy")
        searchInclude = try element.texts("searchInclude")
        searchRevInclude = try element.texts("searchRevInclude")
        searchParam = try element.array("searchParam")
        operation = try element.array("operation")
        try element.end()
    }
}

extension CapabilityStatement.Rest.Resource.Interaction {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("code", code)
        json.element("documentation", documentation)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        code = try element.requiredCode("code")
        documentation = try element.text("documentation")
        try element.end()
    }
}

extension CapabilityStatement.Rest.Resource.SearchParam {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("name", name)
        json.element("definition", definition)
        json.element("type", type)
        json.element("documentation", documentation)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        name = try element.requiredText("name")
        definition = try element.text("definition", as: .uri)
        type = try element.requiredCode("type")
        documentation = try element.text("documentation")
        try element.end()
    }
}

extension CapabilityStatement.Rest.Resource.Operation {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("name", name)
        json.element("definition", definition)
        json.element("documentation", documentation)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        name = try element.requiredText("name")
        definition = try element.requiredText("definition", as: .uri)
        documentation = try element.text("documentation")
        try element.end()
    }
}

extension CapabilityStatement.Rest.Interaction {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("code", code)
        json.element("documentation", documentation)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        code = try element.requiredCode("code")
        documentation = try element.text("documentation")
        try element.end()
    }
}

extension CapabilityStatement.Messaging {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("endpoint", endpoint)
        json.element("reliableCache", reliableCache)
        json.element("documentation", documentation)
        json.element("supportedMessage", supportedMessage)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        endpoint = try element.array("endpoint")
        reliableCache = try element.integer("reliableCache", from: 0)
        documentation = try element.text("documentation")
        supportedMessage = try element.array("supportedMessage")
        try element.end()
    }
}

extension CapabilityStatement.Messaging.Endpoint {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("protocol", `protocol`)
        json.element("address", address)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        `protocol` = try element.required("protocol")
        address = try element.requiredText("address", as: .uri)
        try element.end()
    }
}

extension CapabilityStatement.Messaging.SupportedMessage {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("mode", mode)
        json.element("definition", definition)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        mode = try element.requiredCode("mode")
        definition = try element.requiredText("definition", as: .uri)
        try element.end()
    }
}

extension CapabilityStatement.Document {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("mode", mode)
        json.element("documentation", documentation)
        json.element("profile", profile)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        mode = try element.requiredCode("mode")
        documentation = try element.text("documentation")
        profile = try element.requiredText("profile", as: .uri)
        try element.end()
    }
}
