public import JSONText

extension Identifier {
    public func write(to json: inout JSONWriter) {
        json.beginObject()
        json.element("id", id)
        json.element("extension", `extension`)
        json.element("use", use)
        json.element("type", type)
        json.element("system", system)
        json.element("value", value)
        json.element("period", period)
        json.element("assigner", assigner)
        json.endObject()
    }

    public init(reading json: JSONValue) throws(FHIRError) {
        var element = try ElementReader(json)
        id = try element.text("id")
        `extension` = try element.array("extension")
        use = try element.code("use")
        type = try element.optional("type")
        system = try element.text("system", as: .uri)
        value = try element.text("value")
        period = try element.optional("period")
        assigner = try element.optional("assigner")
        try element.end()
    }
}
