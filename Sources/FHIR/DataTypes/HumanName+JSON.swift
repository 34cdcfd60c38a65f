public import JSONText

extension HumanName {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("use", use)
        json.element("text", text)
        json.element("family", family)
        if !familyParts.isEmpty {
            json.key("_family")
            json.beginObject()
            json.element("extension", familyParts)
            json.endObject()
        }
        json.element("given", given)
        json.element("prefix", prefix)
        json.element("suffix", suffix)
        json.element("period", period)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        use = try element.code("use")
        text = try element.text("text")
        family = try element.text("family")
        for part in json["_family"]?["extension"]?.arrayValue ?? [] { familyParts.append(try Extension(reading: part)) }
        given = try element.texts("given")
        prefix = try element.texts("prefix")
        suffix = try element.texts("suffix")
        period = try element.optional("period")
        try element.end()
    }
}
