public import JSONText

extension ContactPoint {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("system", system)
        json.element("value", value)
        json.element("use", use)
        json.element("rank", rank)
        json.element("period", period)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        system = try element.code("system")
        value = try element.text("value")
        use = try element.code("use")
        rank = try element.integer("rank", from: 1)
        period = try element.optional("period")
        try element.end()
    }
}
