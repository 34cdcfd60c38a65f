public import JSONText

extension HumanName {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("use", use)
        json.element("text", text)
        json.element("family", family)
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
        given = try element.texts("given")
        prefix = try element.texts("prefix")
        suffix = try element.texts("suffix")
        period = try element.optional("period")
        try element.end()
    }
}
