public import JSONText

extension Bundle {
    public func write(to json: inout JSONWriter) {
        json.beginResource(Self.resourceType)
        json.element("id", id)
        json.element("meta", meta)
        json.element("implicitRules", implicitRules)
        json.element("language", language)
        json.element("identifier", identifier)
        json.element("type", type)
        json.element("timestamp", timestamp)
        json.element("total", total)
        json.element("link", link)
        json.element("entry", entry)
        json.element("signature", signature)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json, resource: Self.resourceType)
        id = try element.text("id", as: .id)
        implicitRules = try element.text("implicitRules", as: .uri)
        language = try element.text("language", as: .code)
        identifier = try element.optional("identifier")
        type = try element.requiredCode("type")
        timestamp = try element.text("timestamp", as: .instant)
        total = try element.integer("total", from: 0)
        link = try element.array("link")
        entry = try element.array("entry")
        signature = try element.optional("signature")
        meta = try element.optional("meta")
        try element.end()
    }
}

extension Bundle.Link {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("relation", relation)
        json.element("url", url)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        relation = try element.requiredText("relation")
        url = try element.requiredText("url", as: .uri)
        try element.end()
    }
}

extension Bundle.Entry {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("link", link)
        json.element("fullUrl", fullUrl)
        json.element("resource", resource)
        json.element("search", search)
        json.element("request", request)
        json.element("response", response)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        link = try element.array("link")
        fullUrl = try element.text("fullUrl", as: .uri)
        resource = try element.optional("resource")
        search = try element.optional("search")
        request = try element.optional("request")
        response = try element.optional("response")
        try element.end()
    }
}

extension Bundle.Entry.Search {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("mode", mode)
        json.element("score", score)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        mode = try element.code("mode")
        score = try element.decimal("score")
        try element.end()
    }
}

extension Bundle.Entry.Request {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("method", method)
        json.element("url", url)
        json.element("ifNoneMatch", ifNoneMatch)
        json.element("ifModifiedSince", ifModifiedSince)
        json.element("ifMatch", ifMatch)
        json.element("ifNoneExist", ifNoneExist)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        method = try element.requiredCode("method")
        url = try element.requiredText("url", as: .uri)
        ifNoneMatch = try element.text("ifNoneMatch")
        ifModifiedSince = try element.text("ifModifiedSince", as: .instant)
        ifMatch = try element.text("ifMatch")
        ifNoneExist = try element.text("ifNoneExist")
        try element.end()
    }
}

extension Bundle.Entry.Response {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("modifierExtension", modifierExtension)
        json.element("status", status)
        json.element("location", location)
        json.element("etag", etag)
        json.element("lastModified", lastModified)
        json.element("outcome", outcome)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        modifierExtension = try element.array("modifierExtension")
        status = try element.requiredText("status")
        location = try element.text("location", as: .uri)
        etag = try element.text("etag")
        lastModified = try element.text("lastModified", as: .instant)
        outcome = try element.optional("outcome")
        try element.end()
    }
}
