public import JSONText

extension Meta {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("versionId", versionId)
        json.element("lastUpdated", lastUpdated)
        json.element("source", source)
        json.element("profile", profile)
        json.element("security", security)
        json.element("tag", tag)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        versionId = try element.text("versionId", as: .id)
        lastUpdated = try element.text("lastUpdated", as: .instant)
        source = try element.text("source", as: .uri)
        profile = try element.texts("profile", as: .uri)
        security = try element.array("security")
        tag = try element.array("tag")
        try element.end()
    }
}
